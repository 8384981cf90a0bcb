//! Programs that run while a test talks to them, for a limited time, and that are gone when it ends.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

/// Longer than anything here takes, even on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

/// A program that runs.
pub struct Process {
    name: String,
    child: Child,
    input: Option<ChildStdin>,
    output: Arc<Mutex<Vec<u8>>>,
    errors: Arc<Mutex<Vec<u8>>>,
    readers: Vec<JoinHandle<()>>,
}

/// What came of a program.
#[derive(Debug)]
pub struct Ended {
    /// Its exit status; `None` if a signal ended it.
    pub status: Option<i32>,
    /// What it wrote to standard output.
    pub output: Vec<u8>,
    /// What it wrote to standard error.
    pub errors: String,
}

impl Process {
    /// Starts a program.
    pub fn start<S: AsRef<OsStr>>(program: &str, arguments: &[S], folder: &Path) -> Self {
        let mut child = Command::new(program)
            .args(arguments)
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} must be there: {error}"));
        let (output, reader) = collect(child.stdout.take().unwrap());
        let (errors, error_reader) = collect(child.stderr.take().unwrap());
        let words: Vec<_> = arguments.iter().map(|word| word.as_ref().to_string_lossy()).collect();
        let name = format!("{program} {}", words.join(" "));
        let input = child.stdin.take();
        Self { name, child, input, output, errors, readers: vec![reader, error_reader] }
    }

    /// Starts our own command line.
    pub fn handshake<S: AsRef<OsStr>>(arguments: &[S], folder: &Path) -> Self {
        Self::start(env!("CARGO_BIN_EXE_handshake"), arguments, folder)
    }

    /// Writes to its standard input.
    pub fn say(&mut self, text: &[u8]) {
        self.input.as_mut().expect("standard input is open").write_all(text).unwrap();
    }

    /// What it has written so far, to standard output and then to standard error.
    pub fn so_far(&self) -> String {
        let text = |bytes: &Mutex<Vec<u8>>| String::from_utf8_lossy(&bytes.lock().unwrap()).into_owned();
        text(&self.output) + &text(&self.errors)
    }

    /// Waits until it has written `text`.
    pub fn wait_for(&self, text: &str) {
        let until = Instant::now() + LIMIT;
        while !self.so_far().contains(text) {
            assert!(Instant::now() < until, "{}: no {text:?} in {}", self.name, self.so_far());
            sleep(Duration::from_millis(5));
        }
    }

    /// The port in the line `prefix` … `:port` that it writes when it listens.
    pub fn port(&self, prefix: &str) -> u16 {
        let until = Instant::now() + LIMIT;
        loop {
            let text = self.so_far();
            let line = text.split_inclusive('\n').find(|line| line.starts_with(prefix) && line.ends_with('\n'));
            if let Some(line) = line {
                return line.trim().rsplit(':').next().unwrap().parse().unwrap();
            }
            assert!(Instant::now() < until, "{} does not listen: {text}", self.name);
            sleep(Duration::from_millis(5));
        }
    }

    /// Waits for its end.
    pub fn end(mut self) -> Ended {
        self.input = None;
        let until = Instant::now() + LIMIT;
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(Instant::now() < until, "{} does not end: {}", self.name, self.so_far());
            sleep(Duration::from_millis(5));
        };
        self.readers.drain(..).for_each(|reader| reader.join().unwrap());
        let errors = String::from_utf8_lossy(&self.errors.lock().unwrap()).into_owned();
        let output = std::mem::take(&mut *self.output.lock().unwrap());
        Ended { status: status.code(), output, errors }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Ended {
    /// Standard output as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.output).into_owned()
    }
}

fn collect(mut from: impl Read + Send + 'static) -> (Arc<Mutex<Vec<u8>>>, JoinHandle<()>) {
    let collected = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&collected);
    let reader = std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = from.read(&mut buffer) {
            into.lock().unwrap().extend_from_slice(&buffer[..length]);
        }
    });
    (collected, reader)
}

/// A folder of its own for a test, removed again.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes a folder.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("handshake-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Reads a file in it.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Writes a file in it.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.0.join(name), content).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
