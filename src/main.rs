//! The command `whenbook`.

fn main() -> std::process::ExitCode {
    whenbook::cli::main()
}
