//! `/events`: one stream of server-sent events for all runs of a user.
//!
//! Events leave on ticks of 100 ms, so that their times say little about the work. The stream is never compressed: a
//! compressor would hold events back.

use std::pin::Pin;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, MessageBody};
use actix_web::http::header::{CACHE_CONTROL, ContentEncoding, HeaderName};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use jobs::{Event, Numbered, Queue, Runner};
use tokio::time::{Interval, MissedTickBehavior, interval_at};

use crate::extract::Access;
use crate::extract::access::Run;
use crate::ticks;

/// Ticks without an event before a comment is sent: 15 s.
const HEARTBEAT_TICKS: u32 = 150;
/// Ticks between looks at the session: one second.
const CHECK_TICKS: u32 = 10;

/// Follows the user's runs: from `Last-Event-ID`, or from now.
pub async fn stream(access: Access<Run>, request: HttpRequest) -> HttpResponse {
    let (queue, runner) = access.runs();
    let resumed = request.headers().get("last-event-id").and_then(|value| value.to_str().ok()?.trim().parse().ok());
    let after = resumed.unwrap_or_else(|| queue.newest_event(&runner));
    let mut looks = interval_at(ticks::next(), ticks::TICK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let is_open = Box::new(access.session_check());
    let body =
        Events { is_open, looks_since_check: 0, queue: queue.clone(), runner, after, looks, quiet: HEARTBEAT_TICKS };
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header(ContentEncoding::Identity)
        .insert_header((CACHE_CONTROL, "no-store, no-transform"))
        .insert_header((HeaderName::from_static("x-accel-buffering"), "no"))
        .body(body)
}

struct Events {
    queue: Queue,
    runner: Runner,
    /// The number of the last event that was sent.
    after: u64,
    looks: Interval,
    /// Whether the session is still open: after logging out nothing more is sent.
    is_open: Box<dyn Fn() -> bool>,
    looks_since_check: u32,
    /// Ticks since something was sent; begins full, so that a comment opens the stream at once.
    quiet: u32,
}

impl MessageBody for Events {
    type Error = std::convert::Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Self::Error>>> {
        loop {
            if self.looks.poll_tick(context).is_pending() {
                return Poll::Pending;
            }
            self.looks_since_check += 1;
            if self.looks_since_check >= CHECK_TICKS {
                self.looks_since_check = 0;
                if !(self.is_open)() {
                    return Poll::Ready(None);
                }
            }
            let mut text = String::new();
            for numbered in self.queue.events_after(&self.runner, self.after) {
                self.after = numbered.number;
                write(&mut text, &numbered);
            }
            if text.is_empty() {
                self.quiet += 1;
                if self.quiet < HEARTBEAT_TICKS {
                    continue;
                }
                text.push_str(":\n\n");
            }
            self.quiet = 0;
            return Poll::Ready(Some(Ok(Bytes::from(text))));
        }
    }
}

/// Writes one event; JSON has no line breaks, so its data are one line.
fn write(text: &mut String, Numbered { number, event }: &Numbered) {
    let (name, data) = match event {
        Event::Output(output) => ("output", serde_json::to_string(output)),
        Event::Progress(progress) => ("progress", serde_json::to_string(progress)),
        Event::Finished(finished) => ("finished", serde_json::to_string(finished)),
        Event::Reset => ("reset", Ok("{}".to_owned())),
    };
    // Wire types always serialize; were one not to, the reader finds the output in the run's document.
    if let Ok(data) = data {
        text.push_str(&format!("id: {number}\nevent: {name}\ndata: {data}\n\n"));
    }
}
