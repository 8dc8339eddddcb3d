//! What can go wrong over HTTP: one table of codes, statuses and texts.

use std::sync::atomic::{AtomicU64, Ordering};

use accounts::Right;
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use actix_web::{HttpResponse, ResponseError};
use jobs::Denial;
use text::{Locale, Text, t};
use wire::error::{MEDIA_TYPE, Problem};

/// A refusal or failure of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// No session, or one that has ended.
    NotLoggedIn,
    /// The one answer to every login that is refused.
    LoginRefused,
    /// Too many failed logins.
    TooManyAttempts {
        /// Until the next attempt counts.
        seconds: i64,
    },
    /// Logged in, without the right that the route needs.
    RightMissing(Right),
    /// Unknown, or not for this user: the same answer.
    NotFound,
    /// The route does not know the method.
    MethodNotAllowed,
    /// The body or the query cannot be read.
    BadRequest,
    /// The body is not JSON.
    NotJson,
    /// The body is too large.
    TooLarge,
    /// The script is too long.
    ScriptTooLong,
    /// The user has too many open runs.
    TooManyRuns,
    /// The name of a script is empty, too long, or more than a line.
    NotAScriptName,
    /// The user has as many scripts as there may be.
    TooManyScripts,
    /// Another script of the user has the name.
    ScriptNameTaken,
    /// The script was changed after the version that the client saw.
    ScriptChanged,
    /// A quota is used up, or the account is under review or closed.
    Denied(Denial),
    /// A decision on an account has no reason, or one that is too long.
    NotAReason,
    /// A reviewer decides on the own account.
    OwnAccount,
    /// The service is ending.
    Stopping,
    /// The request comes from a page of another site.
    ForeignOrigin,
    /// A failure of the installation; the number stands in the restricted log.
    Internal(u64),
}

impl ApiError {
    /// A failure inside: its place goes to the log under a number, its details nowhere.
    pub fn internal(place: &'static str) -> ApiError {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        eprintln!("failure {number}: {place}");
        ApiError::Internal(number)
    }

    /// What an account may not do now; failures inside are told as such.
    pub fn denied(denial: Denial) -> ApiError {
        match denial {
            Denial::NotKept => ApiError::internal("keeping what accounts use"),
            denial => ApiError::Denied(denial),
        }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.entry().0
    }

    /// The table: code, status, text.
    fn entry(&self) -> (&'static str, StatusCode, Text) {
        match self {
            ApiError::NotLoggedIn => ("not-logged-in", StatusCode::UNAUTHORIZED, t("Logg inn først", "Log in first")),
            ApiError::LoginRefused => (
                "login-refused",
                StatusCode::UNAUTHORIZED,
                t("E-postadressen eller passordet stemmer ikke", "The e-mail address or the password is not right"),
            ),
            ApiError::TooManyAttempts { .. } => (
                "too-many-attempts",
                StatusCode::TOO_MANY_REQUESTS,
                t(
                    "For mange forsøk. Vent litt før du prøver igjen",
                    "Too many attempts. Wait a little before you try again",
                ),
            ),
            ApiError::RightMissing(_) => (
                "right-missing",
                StatusCode::FORBIDDEN,
                t("Rollen din har ikke denne rettigheten", "Your role does not have this right"),
            ),
            ApiError::NotFound => ("not-found", StatusCode::NOT_FOUND, t("Finnes ikke", "There is no such thing")),
            ApiError::MethodNotAllowed => (
                "method-not-allowed",
                StatusCode::METHOD_NOT_ALLOWED,
                t("Adressen tar ikke imot denne metoden", "The address does not take this method"),
            ),
            ApiError::BadRequest => (
                "bad-request",
                StatusCode::BAD_REQUEST,
                t("Forespørselen kan ikke leses", "The request cannot be read"),
            ),
            ApiError::NotJson => (
                "not-json",
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                t("Innholdet må være application/json", "The content must be application/json"),
            ),
            ApiError::TooLarge => {
                ("too-large", StatusCode::PAYLOAD_TOO_LARGE, t("Forespørselen er for stor", "The request is too large"))
            }
            ApiError::ScriptTooLong => {
                ("script-too-long", StatusCode::PAYLOAD_TOO_LARGE, t("Skriptet er for langt", "The script is too long"))
            }
            ApiError::TooManyRuns => (
                "too-many-runs",
                StatusCode::TOO_MANY_REQUESTS,
                t(
                    "For mange kjøringer venter. Avbryt noen, eller vent",
                    "Too many runs are waiting. Cancel some, or wait",
                ),
            ),
            ApiError::NotAScriptName => (
                "not-a-script-name",
                StatusCode::UNPROCESSABLE_ENTITY,
                t(
                    "Navnet på et skript har 1 til 100 tegn, alle på én linje",
                    "The name of a script has 1 to 100 characters, all in one line",
                ),
            ),
            ApiError::TooManyScripts => (
                "too-many-scripts",
                StatusCode::CONFLICT,
                t("Du har 1000 skript. Slett noen først", "You have 1000 scripts. Delete some first"),
            ),
            ApiError::ScriptNameTaken => (
                "script-name-taken",
                StatusCode::CONFLICT,
                t("Et annet av skriptene dine har dette navnet", "Another of your scripts has this name"),
            ),
            ApiError::ScriptChanged => (
                "script-changed",
                StatusCode::CONFLICT,
                t("Skriptet er endret siden du åpnet det", "The script was changed after you opened it"),
            ),
            ApiError::Denied(denial) => denied(*denial),
            ApiError::NotAReason => (
                "not-a-reason",
                StatusCode::UNPROCESSABLE_ENTITY,
                t("En begrunnelse har 1 til 500 tegn", "A reason has 1 to 500 characters"),
            ),
            ApiError::OwnAccount => (
                "own-account",
                StatusCode::CONFLICT,
                t("En annen avgjør hva som skjer med din egen konto", "Another reviewer decides on your own account"),
            ),
            ApiError::Stopping => (
                "stopping",
                StatusCode::SERVICE_UNAVAILABLE,
                t("Tjenesten avslutter. Prøv igjen om litt", "The service is ending. Try again in a moment"),
            ),
            ApiError::ForeignOrigin => (
                "foreign-origin",
                StatusCode::FORBIDDEN,
                t("Forespørselen kommer fra et annet nettsted", "The request comes from another site"),
            ),
            ApiError::Internal(_) => (
                "internal",
                StatusCode::INTERNAL_SERVER_ERROR,
                t("Noe gikk galt hos oss", "Something went wrong on our side"),
            ),
        }
    }

    /// The body of the answer.
    pub fn problem(&self) -> Problem {
        let (code, status, text) = self.entry();
        Problem {
            kind: format!("urn:skjerm:problem:{code}"),
            title: text.get(Locale::En).to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            message: (&text).into(),
        }
    }
}

/// Time helps against quotas (429); against the others, people do.
fn denied(denial: Denial) -> (&'static str, StatusCode, Text) {
    let (code, status) = match denial {
        Denial::Quota { .. } => ("quota-used", StatusCode::TOO_MANY_REQUESTS),
        Denial::Exposure { .. } => ("exposure-limit", StatusCode::TOO_MANY_REQUESTS),
        Denial::UnderReview => ("under-review", StatusCode::LOCKED),
        Denial::Closed => ("account-closed", StatusCode::LOCKED),
        Denial::NotKept => ("internal", StatusCode::INTERNAL_SERVER_ERROR),
    };
    (code, status, denial.text())
}

/// The answer to a method that an address does not know; `allow` lists those that it does.
pub fn not_allowed(allow: &str) -> HttpResponse {
    let mut response = ApiError::MethodNotAllowed.error_response();
    if let Ok(allow) = HeaderValue::from_str(allow) {
        response.headers_mut().insert(ALLOW, allow);
    }
    response
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        self.entry().1
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        response.insert_header((CONTENT_TYPE, MEDIA_TYPE)).insert_header((CACHE_CONTROL, "no-store"));
        let seconds = match self {
            ApiError::TooManyAttempts { seconds } => Some(seconds.to_string()),
            ApiError::Denied(denial) => denial.seconds().map(|seconds| seconds.to_string()),
            _ => None,
        };
        if let Some(seconds) = seconds {
            response.insert_header((RETRY_AFTER, seconds));
        }
        match serde_json::to_vec(&self.problem()) {
            Ok(body) => response.body(body),
            Err(_) => response.finish(),
        }
    }
}
