//! `skjerm institution` and `skjerm user`: the first administrator, and repair.

use std::io::BufRead as _;

use accounts::{Moment, NewUser, Stamp};
use anyhow::Result;
use jobs::Home;

use super::{End, print_line};
use crate::cli::{InstitutionTask, UserTask};
use crate::message::{Explain as _, message};
use crate::startup;

/// Institutions.
pub fn institution(home: &Home, task: InstitutionTask) -> Result<End> {
    let accounts = startup::accounts(home)?;
    match task {
        InstitutionTask::Add { name, orgnr } => {
            let institution = accounts.add_institution(&name, &orgnr, Stamp::operator(Moment::now()))?;
            let (name, orgnr) = (institution.name, institution.orgnr);
            print_line(message(format!("la til {name} ({orgnr})"), format!("added {name} ({orgnr})")))?;
        }
        InstitutionTask::List(options) => {
            let institutions = accounts.institutions()?;
            if options.json {
                print_line(format_args!("{}", serde_json::json!({ "institutions": institutions })))?;
            } else {
                for institution in institutions {
                    print_line(format_args!("{}  {}", institution.orgnr, institution.name))?;
                }
            }
        }
    }
    Ok(End::Fine)
}

/// Users.
pub fn user(home: &Home, task: UserTask) -> Result<End> {
    let accounts = startup::accounts(home)?;
    let stamp = Stamp::operator(Moment::now());
    match task {
        UserTask::Add { email, institution, role, name, password_stdin, public_url } => {
            let institution = accounts.institution(&institution)?;
            // The password is read first: a user is added with it, or not at all.
            let password = password_stdin.then(read_password).transpose()?;
            let new = NewUser { email: &email, name: &name, role };
            let user = match &password {
                Some(password) => accounts.add_user_with_password(&institution, new, password, stamp)?,
                None => accounts.add_user(&institution, new, stamp)?,
            };
            let (email, role) = (&user.email, user.role);
            print_line(message(format!("la til {email} ({role})"), format!("added {email} ({role})")))?;
            if password.is_none() {
                let token = accounts.invite(&user, stamp)?;
                print_line(message("invitasjon, gyldig i sju dager:", "invitation, valid for seven days:"))?;
                print_line(format_args!("{}/invitation/{}", public_url.trim_end_matches('/'), token.reveal()))?;
            }
        }
        UserTask::List(options) => {
            let users = accounts.users(None)?;
            if options.json {
                print_line(format_args!("{}", serde_json::json!({ "users": users })))?;
            } else {
                for user in users {
                    let state = match (user.is_disabled, user.has_password) {
                        (true, _) => message("stengt", "disabled"),
                        (false, false) => message("invitert", "invited"),
                        (false, true) => message("aktiv", "active"),
                    };
                    print_line(format_args!(
                        "{:<32} {:<26} {:<9} {}",
                        user.email,
                        user.role.name(),
                        state.to_string(),
                        user.institution
                    ))?;
                }
            }
        }
        UserTask::Disable { email } => {
            let user = accounts.disable(&email, stamp)?;
            let email = user.email;
            print_line(message(format!("stengte {email} ute"), format!("disabled {email}")))?;
        }
    }
    Ok(End::Fine)
}

fn read_password() -> Result<String> {
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.explain(|| message("kan ikke lese passordet", "cannot read the password"))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
