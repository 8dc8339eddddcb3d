//! The reader's language: `?lang=` (kept in a cookie), the cookie, or what the browser prefers.

use std::convert::Infallible;
use std::future::{Ready, ready};

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::dev::Payload;
use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{FromRequest, HttpRequest};
use text::Locale;

const COOKIE: &str = "lang";
const KEPT_FOR: Duration = Duration::days(365);

/// Who reads the answer, as far as language goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The language.
    pub locale: Locale,
    /// Whether this request chose it, so that the answer has to keep it.
    pub is_new_choice: bool,
}

impl Reader {
    /// Reads a request.
    pub fn of(request: &HttpRequest) -> Reader {
        let chosen = request.query_string().split('&').find_map(|pair| by_tag(pair.strip_prefix("lang=")?));
        if let Some(locale) = chosen {
            return Reader { locale, is_new_choice: true };
        }
        let kept = request.cookie(COOKIE).and_then(|cookie| by_tag(cookie.value()));
        let locale = kept.unwrap_or_else(|| {
            let header = request.headers().get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Locale::from_accept_language(header.unwrap_or_default())
        });
        Reader { locale, is_new_choice: false }
    }

    /// The cookie that keeps the choice; the app's scripts may read it.
    pub fn cookie(self) -> Cookie<'static> {
        Cookie::build(COOKIE, self.locale.tag()).path("/").same_site(SameSite::Strict).max_age(KEPT_FOR).finish()
    }
}

fn by_tag(tag: &str) -> Option<Locale> {
    [Locale::Nb, Locale::En].into_iter().find(|locale| locale.tag() == tag)
}

impl FromRequest for Reader {
    type Error = Infallible;
    type Future = Ready<Result<Reader, Infallible>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Reader::of(request)))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_address_stands_above_the_cookie_and_the_cookie_above_the_browser() {
        let request = || TestRequest::default().insert_header((ACCEPT_LANGUAGE, "en"));
        let read = |request: TestRequest| Reader::of(&request.to_http_request());
        assert_eq!(read(request()), Reader { locale: Locale::En, is_new_choice: false });
        let kept = request().cookie(Cookie::new("lang", "nb"));
        assert_eq!(read(kept), Reader { locale: Locale::Nb, is_new_choice: false });
        let chosen = TestRequest::with_uri("/help?q=a&lang=en").cookie(Cookie::new("lang", "nb"));
        assert_eq!(read(chosen), Reader { locale: Locale::En, is_new_choice: true });
        assert_eq!(read(TestRequest::with_uri("/?lang=de")).locale, Locale::Nb);
    }
}
