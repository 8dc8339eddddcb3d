//! `/events`.

use accounts::Role;
use actix_web::test::TestRequest;
use serde_json::{Value, json};

use super::support::{Browser, SCRIPT, next_piece};

/// An event as a browser reads it.
#[derive(Debug)]
struct Event {
    id: u64,
    name: String,
    data: Value,
}

fn parse(text: &str) -> Vec<Event> {
    let blocks = text.split("\n\n").filter(|block| block.starts_with("id: "));
    let field = |block: &str, name: &str| {
        block.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned()).unwrap()
    };
    blocks
        .map(|block| Event {
            id: field(block, "id:").parse().unwrap(),
            name: field(block, "event:"),
            data: serde_json::from_str(&field(block, "data:")).unwrap(),
        })
        .collect()
}

/// Reads events until the run is finished.
async fn until_finished(browser: &Browser, last: Option<u64>, script: Option<&str>) -> (Vec<Event>, String) {
    let mut request = TestRequest::get().uri("/api/v1/events").insert_header(("accept-encoding", "gzip, br"));
    if let Some(last) = last {
        request = request.insert_header(("last-event-id", last.to_string()));
    }
    let response = browser.open(request).await;
    assert_eq!(response.headers().get("content-type").unwrap(), "text/event-stream");
    assert!(response.headers().get("content-encoding").is_none_or(|encoding| encoding == "identity"));
    let mut body = response.into_body();
    let mut text = String::new();
    let mut run = String::new();
    if let Some(script) = script {
        // The stream opens with a comment, so a browser knows that it is there.
        assert_eq!(next_piece(&mut body).await.unwrap(), ":\n\n");
        let accepted = browser.post("/api/v1/runs", &json!({ "script": script })).await;
        run = accepted.json()["id"].as_str().unwrap().to_owned();
    }
    while !text.contains("event: finished") {
        text.push_str(&next_piece(&mut body).await.unwrap());
    }
    (parse(&text), run)
}

#[actix_web::test]
async fn outputs_progress_and_the_end_come_numbered_and_can_be_resumed() {
    let member = Browser::member(Role::InstitutionAdministrator).await;
    let (events, run) = until_finished(&member, None, Some(SCRIPT)).await;
    assert!(events.windows(2).all(|pair| pair[0].id + 1 == pair[1].id));
    assert!(events.iter().all(|event| event.data["run"] == run.as_str()));
    let outputs: Vec<&Event> = events.iter().filter(|event| event.name == "output").collect();
    let document = member.get(&format!("/api/v1/runs/{run}")).await.json();
    for (place, event) in outputs.iter().enumerate() {
        assert_eq!(event.data["index"], place);
        assert_eq!(event.data["output"], document["outputs"][place]);
    }
    let end = events.last().unwrap();
    assert_eq!((&end.data["state"], &end.data["databanks"]), (&json!("done"), &document["databanks"]));
    assert!(events.iter().any(|event| event.name == "progress" && event.data["of"] == 5));

    let middle = events[events.len() / 2].id;
    let (rest, _) = until_finished(&member, Some(middle), None).await;
    assert_eq!(rest.first().unwrap().id, middle + 1);
    assert_eq!(rest.len(), events.len() - events.len() / 2 - 1);
}

#[actix_web::test]
async fn a_number_from_another_time_gets_a_reset() {
    let member = Browser::member(Role::Owner).await;
    let request = TestRequest::get().uri("/api/v1/events").insert_header(("last-event-id", "5"));
    let mut body = member.open(request).await.into_body();
    let events = parse(&next_piece(&mut body).await.unwrap());
    assert_eq!(events[0].name, "reset");
}

#[actix_web::test]
async fn a_stream_ends_soon_after_its_session() {
    let member = Browser::member(Role::User).await;
    let mut body = member.open(TestRequest::get().uri("/api/v1/events")).await.into_body();
    assert_eq!(next_piece(&mut body).await.unwrap(), ":\n\n");
    member.delete("/api/v1/session").await;
    let start = std::time::Instant::now();
    while next_piece(&mut body).await.is_some() {}
    assert!(start.elapsed() < std::time::Duration::from_secs(3));
}

#[actix_web::test]
async fn every_tab_of_a_user_hears_all_runs_and_nobody_else_does() {
    let member = Browser::member(Role::Steward).await;
    let stranger = Browser::logged_in("second@test.example").await;
    let open = async |browser: &Browser| {
        let mut body = browser.open(TestRequest::get().uri("/api/v1/events")).await.into_body();
        assert_eq!(next_piece(&mut body).await.unwrap(), ":\n\n");
        body
    };
    let (mut one, mut other, mut foreign) = (open(&member).await, open(&member).await, open(&stranger).await);
    let id = member.run(SCRIPT).await["id"].as_str().unwrap().to_owned();
    let mut heard = Vec::new();
    for body in [&mut one, &mut other] {
        let mut text = String::new();
        while !(text.contains("event: finished") && text.contains(&id)) {
            text.push_str(&next_piece(body).await.unwrap());
        }
        let events = parse(&text).into_iter().filter(|event| event.data["run"] == id.as_str());
        heard.push(events.map(|event| event.id).collect::<Vec<_>>());
    }
    assert!(heard[0] == heard[1] && heard[0].len() > 5, "{heard:?}");
    // Events leave on ticks: after two of them a stranger would have heard something.
    let silent = tokio::time::timeout(std::time::Duration::from_millis(250), next_piece(&mut foreign)).await;
    assert!(silent.is_err(), "{silent:?}");
}
