//! The trace that the command line writes of real connections.
#![cfg(not(target_arch = "wasm32"))]

#[expect(dead_code, reason = "what other tests need")]
#[path = "common/process.rs"]
mod process;

use boon::{Compiler, Schemas};
use process::{Ended, Folder, Process};
use serde_json::Value;

const SCHEMA: &str = include_str!("../schema/trace.schema.json");

/// A file, which must be as the schema says.
fn trace(folder: &Folder, name: &str) -> Value {
    let value: Value = serde_json::from_str(&folder.read(name)).unwrap();
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.add_resource("trace.schema.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let schema = compiler.compile("trace.schema.json", &mut schemas).unwrap();
    if let Err(error) = schemas.validate(&value, schema) {
        panic!("{name}: {error:#}");
    }
    value
}

fn serve(folder: &Folder, arguments: &[&str]) -> (Process, String) {
    let common = ["serve", "localhost:0", "--root", "root.pem", "--trace", "server.json"];
    let server = Process::handshake(&[&common[..], arguments].concat(), folder.path());
    let place = format!("localhost:{}", server.port("Listening"));
    (server, place)
}

fn connect(folder: &Folder, place: &str, arguments: &[&str]) -> Ended {
    let common = ["connect", place, "--ca", "root.pem", "--trace", "client.json"];
    Process::handshake(&[&common[..], arguments].concat(), folder.path()).end()
}

/// The kinds of the messages of a connection, in the order of the steps.
fn messages(trace: &Value, connection: u64) -> Vec<(String, String)> {
    let steps = trace["steps"].as_array().unwrap().iter();
    let steps = steps.filter(|step| step["connection"] == connection && step["kind"] == "message");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    steps.map(|step| (text(&step["side"]), text(&step["message"]))).collect()
}

/// What the two said, as each file has it.
fn said(trace: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let data = trace["application_data"].as_array().unwrap();
    data.iter().map(|item| (text(&item["sender"]), text(&item["text"]))).collect()
}

/// The secrets of a connection that are in a key log, by name.
fn traffic_secrets(trace: &Value, connection: u64) -> Vec<(&str, &str)> {
    let all = trace["secrets"].as_array().unwrap().iter();
    let all = all.filter(|secret| secret["connection"] == connection);
    let mut named: Vec<_> =
        all.map(|secret| (secret["name"].as_str().unwrap(), secret["hex"].as_str().unwrap())).collect();
    named.retain(|(name, _)| name.contains("traffic_secret") || *name == "master_secret");
    named.sort_unstable();
    named
}

#[test]
fn both_sides_of_two_connections_tell_the_same() {
    for versions in ["1.3", "1.2"] {
        let folder = Folder::new(&format!("trace-{versions}"));
        let arguments: &[&str] = if versions == "1.3" { &["--early-data"] } else { &[] };
        let (server, place) = serve(&folder, &[&["--connections", "2", "--versions", versions], arguments].concat());
        let ended = connect(&folder, &place, &[&["--resume", "--send", "hello"], arguments].concat());
        assert_eq!((ended.status, &*ended.text()), (Some(0), "hello"), "{}", ended.errors);
        assert_eq!(server.end().status, Some(0));
        let client = trace(&folder, "client.json");
        let servers = [trace(&folder, "server.json"), trace(&folder, "server-2.json")];
        for (number, server) in (1..).zip(&servers) {
            let mut theirs = messages(server, 1);
            let mut ours = messages(&client, number);
            // Each has its own order of what crosses on the way.
            theirs.sort();
            ours.sort();
            assert_eq!(ours, theirs, "connection {number}");
            assert!(ours.len() >= 8 && ours.contains(&("client".into(), "ClientHello".into())), "{ours:?}");
            assert_eq!(traffic_secrets(&client, number), traffic_secrets(server, 1));
            assert_eq!(server["title"], "localhost");
        }
        let mut words = said(&client);
        assert_eq!(words, [("client".into(), "hello".into()), ("server".into(), "hello".into())]);
        let theirs = said(&servers[1]);
        words.truncate(1);
        assert_eq!(theirs[..1], words);
        assert_eq!(client["trust_anchors"].as_array().unwrap().len(), 1);
        assert!(client.get("address").is_none());
        for side in client["sides"].as_array().unwrap().iter().filter(|side| side["name"] == "client") {
            assert_eq!(side["state"], "CLOSED");
        }
    }
}

/// The trace of a connection that fails ends with the alert.
#[test]
fn what_went_wrong_is_in_it() {
    let folder = Folder::new("trace-failure");
    let (server, place) = serve(&folder, &["--connections", "1", "--server-name", "example.org"]);
    let ended = connect(&folder, &place, &["--send", "hello"]);
    assert_eq!(ended.status, Some(1));
    assert_eq!(server.end().status, Some(1));
    for (name, verb) in [("client.json", "failed"), ("server.json", "received")] {
        let trace = trace(&folder, name);
        let last = trace["steps"].as_array().unwrap().last().unwrap();
        assert_eq!((&last["message"], &last["side"]), (&Value::from("Alert"), &Value::from("client")), "{name}");
        let effects = last["effects"].as_array().unwrap();
        assert!(effects.iter().any(|effect| effect["effect"] == verb), "{name}: {last}");
    }
    let sentence = "no/trace.json cannot be written: no such file or directory";
    let arguments = ["connect", &place, "--insecure", "--trace", "no/trace.json"];
    let ended = Process::handshake(&arguments, folder.path()).end();
    assert_eq!((ended.status, ended.errors.trim_end()), (Some(1), &*format!("handshake: {sentence}")));
}
