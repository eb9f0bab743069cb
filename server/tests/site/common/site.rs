use super::{database, told};
use press::{Issuer, NewIssuer};
use serde_json::Value;
use sheet::cards::{Contact, EscrowBundle, MunicipalityCard};
use std::fs;
use std::io::{BufRead, BufReader};
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock};
use tempfile::TempDir;

/// The validity of the demo signing key, 2026 in Japan.
pub const VALID_FROM: u64 = 1_767_193_200;
pub const VALID_UNTIL: u64 = 1_798_729_199;

/// A running site, and its registered issuer's signing key.
pub struct Site {
    pub issuer: Issuer,
    pub bundle: EscrowBundle,
    pub data: TempDir,
    node: Node,
}

/// One process that serves the site.
pub struct Node {
    pub address: String,
    data: PathBuf,
    /// Made when it is first needed.
    token: OnceLock<String>,
    process: Child,
    log: Arc<Mutex<String>>,
}

pub struct File<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

pub struct Answer {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub body: Vec<u8>,
}

pub fn uramen() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_uramen"));
    command.env_remove("RUST_LOG");
    command
}

/// The site's binary on a data folder.
pub fn on(data: &Path) -> Command {
    let mut command = uramen();
    command.arg("--data").arg(data);
    if let Some(address) = database::address(data) {
        command.env("URAMEN_DATABASE", address);
    }
    command
}

pub fn keygen(number: u16) -> Issuer {
    press::keygen(NewIssuer {
        issuer: number,
        name: "見本証明書交付センター".into(),
        specimen: true,
        municipalities: vec![MunicipalityCard {
            code: "990019".into(),
            name: "見本県見本市".into(),
            contact: Some(Contact {
                phone: "03-0000-0000".into(),
                url: Some("https://mihon.example.lg.jp/".into()),
            }),
        }],
        valid_from: VALID_FROM,
        valid_until: VALID_UNTIL,
    })
    .expect("a signing key")
}

/// Registers the issuer by the command line, as an operator does.
pub fn register(data: &Path, issuer: &Issuer) -> EscrowBundle {
    let (card, bundle) = (data.join("card.json"), data.join("bundle.json"));
    fs::write(&card, serde_json::to_vec(issuer.card()).unwrap()).unwrap();
    let arguments = [
        Path::new("issuer"),
        Path::new("add"),
        &card,
        Path::new("--bundle"),
        &bundle,
    ];
    told(on(data).args(arguments));
    serde_json::from_slice(&fs::read(bundle).unwrap()).unwrap()
}

/// Surveys a folder by the command line: the exit code, and a row for each condition.
pub fn survey(folder: &Path, more: &[&str]) -> (i32, Vec<Value>) {
    let mut command = uramen();
    command.arg("survey").arg(folder).arg("--json").args(more);
    let output = command.output().unwrap();
    let lines = String::from_utf8(output.stdout).unwrap();
    let rows = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (output.status.code().unwrap(), rows.collect())
}

impl Site {
    pub fn start() -> Site {
        Site::with(&[])
    }

    /// With these flags in place of the defaults.
    pub fn with(flags: &[&str]) -> Site {
        Site::prepared(flags, |_| ())
    }

    /// With a data folder or a command that was prepared.
    pub fn prepared(flags: &[&str], prepare: impl FnOnce(&mut Command)) -> Site {
        Site::in_folder(tempfile::tempdir().unwrap(), flags, prepare)
    }

    /// On a database that belongs to nobody else.
    pub fn on_database(address: &str) -> Site {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join(database::OWN), address).unwrap();
        Site::in_folder(data, &[], |_| ())
    }

    fn in_folder(data: TempDir, flags: &[&str], prepare: impl FnOnce(&mut Command)) -> Site {
        let issuer = keygen(1);
        let bundle = register(data.path(), &issuer);
        let node = Node::start(data.path(), flags, prepare);
        Site {
            issuer,
            bundle,
            data,
            node,
        }
    }

    /// One more process on the same data folder and database.
    pub fn another_node(&self) -> Node {
        Node::start(self.data.path(), &[], |_| ())
    }

    /// Killed in the middle of whatever it does, and started again.
    pub fn kill_and_restart(&mut self) {
        self.node.kill();
        self.node = self.another_node();
    }

    /// Of a site that was killed, with a command that was prepared.
    pub fn restarted_with(mut self, prepare: impl FnOnce(&mut Command)) -> Site {
        self.node = Node::start(self.data.path(), &[], prepare);
        self
    }

    /// Serves a folder that was made by commands, for the issuer of another site.
    pub fn on_folder(data: TempDir, other: &Site) -> Site {
        Site {
            issuer: keygen(other.issuer.card().issuer),
            bundle: other.bundle.clone(),
            node: Node::start(data.path(), &[], |_| ()),
            data,
        }
    }

    /// Stops the site and returns everything it logged.
    pub fn stop(self) -> String {
        self.node.stop()
    }
}

impl Deref for Site {
    type Target = Node;

    fn deref(&self) -> &Node {
        &self.node
    }
}

impl DerefMut for Site {
    fn deref_mut(&mut self) -> &mut Node {
        &mut self.node
    }
}

impl Node {
    /// Returns when it listens.
    fn start(data: &Path, flags: &[&str], prepare: impl FnOnce(&mut Command)) -> Node {
        let mut command = on(data);
        let listen = ["--listen", "127.0.0.1:0", "--log-format", "json", "serve"];
        command.args(listen).args(flags).stderr(Stdio::piped());
        prepare(&mut command);
        let mut process = command.spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let address = follow(BufReader::new(process.stderr.take().unwrap()), log.clone());
        Node {
            address,
            data: data.to_owned(),
            token: OnceLock::new(),
            process,
            log,
        }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.request("GET", path, headers, Vec::new())
    }

    /// Sends files as a browser's form does.
    pub fn post(&self, path: &str, files: &[File]) -> Answer {
        let (content_type, body) = form(files);
        self.request("POST", path, &[("content-type", &content_type)], body)
    }

    /// Verifies by the API. The answer must be a report.
    pub fn verify(&self, files: &[&[u8]]) -> Value {
        let files: Vec<File> = files
            .iter()
            .map(|bytes| File {
                name: "scan",
                bytes,
            })
            .collect();
        let answer = self.post("/api/v1/verifications?lang=en&picture=png", &files);
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut response = self.send(method, path, headers, body);
        let headers = response.headers().clone();
        let body = response
            .body_mut()
            .with_config()
            .limit(100 << 20)
            .read_to_vec()
            .unwrap();
        Answer {
            status: response.status().as_u16(),
            headers,
            body,
        }
    }

    /// The `Authorization` of a caller who may verify batches.
    pub fn bearer(&self) -> String {
        let token = self.token.get_or_init(|| {
            let create = ["token", "create", "--name", "見本", "--scope", "verify"];
            told(on(&self.data).args(create)).trim().to_owned()
        });
        format!("Bearer {token}")
    }

    /// Sends files as a batch and waits for the whole answer.
    pub fn post_batch(&self, query: &str, files: &[File]) -> Answer {
        let (content_type, body) = form(files);
        let bearer = self.bearer();
        let headers = [
            ("content-type", content_type.as_str()),
            ("authorization", bearer.as_str()),
        ];
        let path = format!("/api/v1/batches{query}");
        self.request("POST", &path, &headers, body)
    }

    /// Sends files as a batch; the answer is read line by line as it comes.
    pub fn begin_batch(&self, files: &[&[u8]]) -> Lines {
        let bearer = self.bearer();
        self.begin("/api/v1/batches?lang=en", ("authorization", &bearer), files)
    }

    /// Sends files as the upload form does where scripts run.
    pub fn begin_live(&self, files: &[&[u8]]) -> Lines {
        self.begin("/en/verify", ("accept", "application/x-ndjson"), files)
    }

    fn begin(&self, path: &str, header: (&str, &str), files: &[&[u8]]) -> Lines {
        let files: Vec<File> = files
            .iter()
            .map(|bytes| File {
                name: "scan",
                bytes,
            })
            .collect();
        let (content_type, body) = form(&files);
        let headers = [("content-type", content_type.as_str()), header];
        let response = self.send("POST", path, &headers, body);
        assert_eq!(response.status().as_u16(), 200);
        let headers = response.headers().clone();
        assert_eq!(headers["content-type"], "application/x-ndjson");
        assert_eq!(headers["x-accel-buffering"], "no");
        let body = response.into_body().into_with_config().limit(100 << 20);
        Lines(BufReader::new(body.reader()).lines())
    }

    fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> ureq::http::Response<ureq::Body> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .build()
            .into();
        let url = format!("http://{}{path}", self.address);
        let mut request = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        agent.run(request.body(body).unwrap()).unwrap()
    }

    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    pub fn terminate(&self) {
        let kill = Command::new("kill")
            .arg(self.process_id().to_string())
            .status()
            .unwrap();
        assert!(kill.success());
    }

    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub fn wait(&mut self) -> std::process::ExitStatus {
        self.process.wait().unwrap()
    }

    /// Stops the site and returns everything it logged.
    pub fn stop(mut self) -> String {
        self.terminate();
        assert!(self.wait().success());
        // The log's reader ends with the process.
        while Arc::strong_count(&self.log) > 1 {
            std::thread::yield_now();
        }
        self.log.lock().unwrap().clone()
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The answer to a batch, of which the rest may still be on its way.
pub struct Lines(std::io::Lines<BufReader<ureq::BodyReader<'static>>>);

impl Iterator for Lines {
    type Item = Value;

    fn next(&mut self) -> Option<Value> {
        let line = self.0.next()?.unwrap();
        Some(serde_json::from_str(&line).unwrap())
    }
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Reads the log to its end; returns the address as soon as it is there.
fn follow(mut lines: impl BufRead + Send + 'static, log: Arc<Mutex<String>>) -> String {
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        log.lock().unwrap().push_str(&line);
        let event: Value = serde_json::from_str(&line).unwrap_or_default();
        if let Some(address) = event["address"].as_str() {
            let address = address.to_owned();
            std::thread::spawn(move || {
                let mut rest = String::new();
                while lines.read_line(&mut rest).unwrap_or(0) > 0 {
                    log.lock().unwrap().push_str(&rest);
                    rest.clear();
                }
            });
            return address;
        }
        line.clear();
    }
    panic!("the site ended: {}", log.lock().unwrap());
}

/// A `multipart/form-data` body (RFC 7578) and its content type.
pub fn form(files: &[File]) -> (String, Vec<u8>) {
    const BOUNDARY: &str = "----uramen-specimen-4d61696e";
    let mut body = Vec::new();
    for File { name, bytes } in files {
        let disposition =
            format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
        let head = format!(
            "--{BOUNDARY}\r\n{disposition}\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (format!("multipart/form-data; boundary={BOUNDARY}"), body)
}
