//! The built program: how it ends.

use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

fn start() -> Child {
    let program = Command::new(env!("CARGO_BIN_EXE_whenbook-lsp"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    program.unwrap()
}

fn say(program: &mut Child, mut message: Value) {
    message["jsonrpc"] = json!("2.0");
    let body = message.to_string();
    write!(program.stdin.as_mut().unwrap(), "Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
}

fn greet(program: &mut Child) {
    say(program, json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
}

/// Its exit code, with the input still open.
fn ended(program: &mut Child) -> Option<i32> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        if let Some(status) = program.try_wait().unwrap() {
            return status.code();
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    program.kill().unwrap();
    panic!("it does not end");
}

#[test]
fn it_answers_and_ends_well_when_asked() {
    let mut program = start();
    greet(&mut program);
    say(&mut program, json!({ "id": 2, "method": "shutdown" }));
    say(&mut program, json!({ "method": "exit" }));
    assert_eq!(ended(&mut program), Some(0));
    let (mut said, mut complained) = (String::new(), String::new());
    program.stdout.unwrap().read_to_string(&mut said).unwrap();
    program.stderr.unwrap().read_to_string(&mut complained).unwrap();
    assert!(said.starts_with("Content-Length: ") && said.contains(r#""serverInfo""#), "{said}");
    assert!(said.ends_with(r#"{"jsonrpc":"2.0","result":null,"id":2}"#), "{said}");
    assert_eq!(complained, "");
}

#[test]
fn it_says_so_if_it_was_not_asked_to_end() {
    let mut program = start();
    greet(&mut program);
    say(&mut program, json!({ "method": "exit" }));
    assert_eq!(ended(&mut program), Some(1));
}

#[test]
fn it_goes_with_its_editor() {
    let mut program = start();
    greet(&mut program);
    drop(program.stdin.take());
    assert_eq!(ended(&mut program), Some(1));
}

#[test]
fn it_goes_if_nobody_listens() {
    let mut program = start();
    drop(program.stdout.take());
    greet(&mut program);
    assert_eq!(ended(&mut program), Some(1));
}
