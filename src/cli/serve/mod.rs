//! `monoglot serve`: the report as a page that works, for one reader on this machine.
//!
//! It listens on the loopback address alone, at a port that the system gives and below a token that it
//! prints. `http` reads requests, `routes` says who may ask for what, `session` holds the documents.

mod docx;
mod http;
mod routes;
mod session;

use std::io::{self, Read as _};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::args::ServeArgs;
use super::console::{complain, print, tell};
use super::hash::hex;
use super::io_error::explain;
use super::job::Job;
use super::status::Status;
use crate::report::count;
use http::Response;
use routes::{Door, respond};
use session::Session;

/// Bytes of the longest body of a request: documents of the page are articles, no corpora.
const MAX_BODY: usize = 16 << 20;

/// Connections at once; a browser opens six.
const MAX_CONNECTIONS: usize = 32;

/// So long a connection may be silent.
const SILENCE: Duration = Duration::from_secs(10);

/// So much of a refused request is read, and waited for, before its connection is closed.
const MAX_DRAINED: u64 = 1 << 20;
const LINGER: Duration = Duration::from_secs(1);

/// Shows the documents until the process is stopped.
pub(super) fn serve(args: ServeArgs) -> Result<Status, String> {
    let port = args.port;
    let session = Session::new(Job::serve(args)?);
    for why in session.failed() {
        complain(why);
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
        .map_err(|error| format!("127.0.0.1:{port}: {}", explain(&error)))?;
    let port = listener.local_addr().map_err(|error| explain(&error))?.port();
    let door = Door { port, token: token()? };
    print(&format!("{}\n", door.address()))?;
    tell(&format!(
        "{} at this address, which is for this machine and for you alone; Ctrl+C ends it",
        count(session.count() as u64, "document")
    ));
    listen(&listener, &door, &Mutex::new(session));
    Ok(Status::Done)
}

/// What nobody guesses.
fn token() -> Result<String, String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| format!("no random numbers: {error}"))?;
    Ok(hex(&bytes))
}

fn listen(listener: &TcpListener, door: &Door, session: &Mutex<Session>) {
    let open = AtomicUsize::new(0);
    thread::scope(|scope| {
        for stream in listener.incoming().flatten() {
            if open.fetch_add(1, Ordering::SeqCst) >= MAX_CONNECTIONS {
                open.fetch_sub(1, Ordering::SeqCst);
                continue;
            }
            let open = &open;
            scope.spawn(move || {
                // Whoever hangs up gets no answer.
                let _ = converse(&stream, door, session);
                open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
}

fn converse(mut stream: &TcpStream, door: &Door, session: &Mutex<Session>) -> io::Result<()> {
    stream.set_read_timeout(Some(SILENCE))?;
    stream.set_write_timeout(Some(SILENCE))?;
    let response = match http::read(&mut stream, MAX_BODY) {
        Ok(None) => return Ok(()),
        Ok(Some(request)) => {
            let mut session = session.lock().unwrap_or_else(PoisonError::into_inner);
            respond(door, &mut session, request)
        }
        Err(refused) => {
            refused.write(&mut stream)?;
            return drain(stream);
        }
    };
    Response::write(&response, &mut stream)
}

/// Takes some of what was refused off the line: a connection that is closed over it would be reset, and the
/// answer lost.
fn drain(stream: &TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(LINGER))?;
    io::copy(&mut stream.take(MAX_DRAINED), &mut io::sink()).map(drop)
}
