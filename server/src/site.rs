//! Where browsers reach the service: decides cookies and which pages may send requests.

use actix_web::HttpRequest;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::{HOST, HeaderName, ORIGIN};

/// The public address, as far as it is known.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// `https://host[:port]`, from the configuration; none: whatever host a request names.
    origin: Option<String>,
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

impl Site {
    /// The site of a public address such as `https://skjerm.example`; `None` if it is no such address.
    pub fn at(public_url: &str) -> Option<Site> {
        let origin = public_url.trim_end_matches('/');
        let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"))?;
        let is_origin = !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']);
        // Browsers leave the scheme's own port out.
        let own_port = if origin.starts_with("https://") { ":443" } else { ":80" };
        let origin = origin.strip_suffix(own_port).unwrap_or(origin);
        is_origin.then(|| Site { origin: Some(origin.to_ascii_lowercase()) })
    }

    /// Whether browsers come over TLS.
    pub fn is_secure(&self) -> bool {
        self.origin.as_deref().is_some_and(|origin| origin.starts_with("https://"))
    }

    /// The public address, or what is known to work on this machine.
    pub fn url(&self, listen: &str) -> String {
        self.origin.clone().unwrap_or_else(|| format!("http://{listen}"))
    }

    /// The name of the session's cookie: bound to the host behind TLS.
    pub fn cookie_name(&self) -> &'static str {
        if self.is_secure() { "__Host-session" } else { "session" }
    }

    /// The session's cookie; it ends with the browser, the session itself on the server.
    pub fn cookie(&self, token: &str) -> Cookie<'static> {
        Cookie::build(self.cookie_name(), token.to_owned())
            .path("/")
            .http_only(true)
            .same_site(SameSite::Strict)
            .secure(self.is_secure())
            .finish()
    }

    /// A cookie that takes the session's away.
    pub fn removal(&self) -> Cookie<'static> {
        let mut cookie = self.cookie("");
        cookie.make_removal();
        cookie
    }

    /// Where a request comes from, for counting failed logins.
    ///
    /// Behind a proxy (a public address is configured) on the same machine it is the address that the proxy saw: the last one
    /// of `X-Forwarded-For`, since earlier ones are what the client claims.
    pub fn client_address(&self, request: &HttpRequest) -> String {
        let peer = request.peer_addr().map(|peer| peer.ip());
        let forwarded = request.headers().get_all("x-forwarded-for").last().and_then(|value| value.to_str().ok());
        let seen = forwarded.and_then(|addresses| addresses.rsplit(',').next()).map(str::trim);
        match (peer, seen) {
            (Some(peer), Some(seen)) if peer.is_loopback() && self.origin.is_some() => seen.to_owned(),
            (peer, _) => peer.map(|peer| peer.to_string()).unwrap_or_default(),
        }
    }

    /// Whether a request that changes something comes from our own pages, or from a program.
    ///
    /// Browsers name the origin of every such request; programs name none.
    pub fn admits(&self, request: &HttpRequest) -> bool {
        let header = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
        match header(ORIGIN) {
            Some(origin) => match &self.origin {
                Some(own) => origin.eq_ignore_ascii_case(own),
                None => header(HOST).is_some_and(|host| {
                    let named = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
                    named.is_some_and(|named| named.eq_ignore_ascii_case(host))
                }),
            },
            None => header(SEC_FETCH_SITE).is_none_or(|site| matches!(site, "same-origin" | "none")),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use actix_web::test::TestRequest;

    use super::*;

    fn admits(site: &Site, headers: &[(&'static str, &'static str)]) -> bool {
        let request = headers.iter().fold(TestRequest::post(), |request, header| request.insert_header(*header));
        site.admits(&request.to_http_request())
    }

    #[test]
    fn requests_of_other_sites_are_not_admitted() {
        let local = Site::default();
        assert!(admits(&local, &[("host", "localhost:8080"), ("origin", "http://localhost:8080")]));
        assert!(!admits(&local, &[("host", "localhost:8080"), ("origin", "http://evil.example")]));
        assert!(!admits(&local, &[("host", "localhost:8080"), ("origin", "null")]));
        assert!(admits(&local, &[("host", "localhost:8080")]));
        assert!(!admits(&local, &[("host", "localhost:8080"), ("sec-fetch-site", "cross-site")]));
        let public = Site::at("https://skjerm.example/").unwrap();
        assert!(admits(&public, &[("host", "inner:80"), ("origin", "https://skjerm.example")]));
        assert!(!admits(&public, &[("host", "skjerm.example"), ("origin", "http://skjerm.example")]));
    }

    #[test]
    fn only_a_proxy_on_this_machine_names_the_client() {
        let from = |peer: &str| {
            let request = TestRequest::post().peer_addr(peer.parse().unwrap());
            request.insert_header(("x-forwarded-for", "9.9.9.9, 8.8.8.8")).to_http_request()
        };
        let public = Site::at("https://skjerm.example").unwrap();
        assert_eq!(public.client_address(&from("127.0.0.1:99")), "8.8.8.8");
        assert_eq!(public.client_address(&from("7.7.7.7:99")), "7.7.7.7");
        assert_eq!(Site::default().client_address(&from("127.0.0.1:99")), "127.0.0.1");
    }

    #[test]
    fn cookies_are_bound_to_the_host_behind_tls() {
        let public = Site::at("https://skjerm.example").unwrap();
        let cookie = public.cookie("t").to_string();
        assert_eq!(cookie, "__Host-session=t; HttpOnly; SameSite=Strict; Secure; Path=/");
        assert_eq!(Site::default().cookie("t").to_string(), "session=t; HttpOnly; SameSite=Strict; Path=/");
        assert_eq!(Site::at("https://Skjerm.example:443").unwrap().url(""), "https://skjerm.example");
        assert!(Site::at("skjerm.example").is_none());
        assert!(Site::at("https://a/b").is_none());
    }
}
