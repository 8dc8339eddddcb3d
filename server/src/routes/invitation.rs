//! `/invitation/{token}`: a form with which an invited user sets the first password. Plain HTML: it works without the app.

use ::pages::{Page, Part, address};
use accounts::{AccountsError, Token};
use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::{HttpRequest, HttpResponse, web};
use maud::{Markup, html};
use serde::Deserialize;
use text::{Locale, Text, t};

use crate::extract::access::Public;
use crate::extract::{Access, Reader};
use crate::problem::ApiError;
use crate::respond;

/// The form's fields.
#[derive(Deserialize)]
pub struct Fields {
    password: String,
}

/// Shows the form, or that the invitation cannot be used.
pub async fn form(
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
    token: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let user = access.invited(Token::received(&token)).await?;
    let (status, body) = match user {
        Some(user) => (StatusCode::OK, fields(reader.locale, &user.email, None)),
        None => (StatusCode::NOT_FOUND, gone(reader.locale)),
    };
    Ok(show(&access, &request, reader, status, body))
}

/// Sets the password and goes to the login.
pub async fn accept(
    access: Access<Public>,
    request: HttpRequest,
    reader: Reader,
    token: web::Path<String>,
    form: web::Form<Fields>,
) -> Result<HttpResponse, ApiError> {
    let token = Token::received(&token);
    let Some(user) = access.invited(token.clone()).await? else {
        return Ok(show(&access, &request, reader, StatusCode::NOT_FOUND, gone(reader.locale)));
    };
    let problem = match access.accept_invitation(token, form.into_inner().password).await? {
        Ok(_) => return Ok(HttpResponse::SeeOther().insert_header((LOCATION, address::LOGIN)).finish()),
        Err(AccountsError::PasswordTooShort) => {
            t("Passordet må ha minst 12 tegn", "The password needs at least 12 characters")
        }
        Err(AccountsError::PasswordTooLong) => {
            t("Passordet kan ha høyst 256 tegn", "The password has at most 256 characters")
        }
        Err(AccountsError::InvitationGone) => {
            return Ok(show(&access, &request, reader, StatusCode::NOT_FOUND, gone(reader.locale)));
        }
        Err(_) => return Err(ApiError::internal("accepting an invitation")),
    };
    let body = fields(reader.locale, &user.email, Some(problem));
    Ok(show(&access, &request, reader, StatusCode::UNPROCESSABLE_ENTITY, body))
}

fn show(
    access: &Access<Public>,
    request: &HttpRequest,
    reader: Reader,
    status: StatusCode,
    body: Markup,
) -> HttpResponse {
    let title = t("Velg passord", "Choose a password").get(reader.locale).to_owned();
    // The app knows no such path and would say so; the page needs its style sheet only.
    let style = access.app().assets.as_ref().map(|assets| assets.style.clone());
    let body = html! {
        @if let Some(style) = style { link rel="stylesheet" href=(style); }
        div.page.login { (body) }
    };
    let page = Page { title, body, part: Part::Public };
    respond::page(request, reader, &crate::app_files::AppFiles::default(), status, &page)
}

fn fields(locale: Locale, email: &str, problem: Option<Text>) -> Markup {
    let t = |nb, en| t(nb, en).get(locale).to_owned();
    html! {
        h1.ds-heading data-size="md" { (t("Velg passord", "Choose a password")) }
        p.ds-paragraph { (t("For kontoen ", "For the account ")) strong { (email) } }
        form method="post" {
            input type="hidden" name="username" value=(email) autocomplete="username";
            div.ds-field {
                label.ds-label for="password" { (t("Passord, minst 12 tegn", "Password, at least 12 characters")) }
                input.ds-input type="password" id="password" name="password" autocomplete="new-password" required
                    minlength="12" maxlength="256" aria-describedby=[problem.as_ref().map(|_| "problem")];
                @if let Some(problem) = &problem {
                    p.ds-validation-message id="problem" role="alert" { (problem.get(locale)) }
                }
            }
            button.ds-button type="submit" { (t("Lagre passordet", "Save the password")) }
        }
    }
}

fn gone(locale: Locale) -> Markup {
    let t = |nb, en| t(nb, en).get(locale).to_owned();
    html! {
        h1.ds-heading data-size="md" { (t("Invitasjonen kan ikke brukes", "The invitation cannot be used")) }
        p.ds-paragraph {
            (t(
                "Den er brukt, for gammel eller erstattet. Be den som inviterte deg, om en ny.",
                "It is used, too old or replaced. Ask whoever invited you for a new one.",
            ))
        }
    }
}
