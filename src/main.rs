//! The command `whenbook`.

/// An event is many small texts that come and go together, more than the system's allocator keeps at hand.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    whenbook::cli::main()
}
