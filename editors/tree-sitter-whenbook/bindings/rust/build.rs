//! Compiles the parser, which is C.

fn main() {
    println!("cargo:rerun-if-changed=src");
    cc::Build::new()
        .include("src")
        .file("src/parser.c")
        .file("src/scanner.c")
        .std("c11")
        .flag_if_supported("-Wno-unused-parameter")
        .flag_if_supported("-Wno-unused-but-set-variable")
        .compile("tree-sitter-whenbook");
}
