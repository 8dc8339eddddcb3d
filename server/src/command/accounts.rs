//! `skjerm institution` and `skjerm user`: the first administrator, and repair.

use std::io::BufRead as _;

use accounts::{Accounts, Moment, NewUser};
use anyhow::{Context as _, Result};
use jobs::Home;

use super::{End, print_line};
use crate::cli::{InstitutionTask, UserTask};

/// Institutions.
pub fn institution(home: &Home, task: InstitutionTask) -> Result<End> {
    let accounts = open(home)?;
    match task {
        InstitutionTask::Add { name, orgnr } => {
            let institution = accounts.add_institution(&name, &orgnr, Moment::now())?;
            print_line(format_args!("added {} ({})", institution.name, institution.orgnr))?;
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
    let accounts = open(home)?;
    match task {
        UserTask::Add { email, institution, role, name, password_stdin, public_url } => {
            let institution = accounts.institution(&institution)?;
            // The password is read and checked first: a user is added with it, or not at all.
            let password = password_stdin.then(read_password).transpose()?;
            if let Some(password) = &password {
                accounts::check_password(password)?;
            }
            let new = NewUser { email: &email, name: &name, role };
            let user = accounts.add_user(&institution, new, Moment::now())?;
            print_line(format_args!("added {} ({})", user.email, user.role))?;
            match password {
                Some(password) => accounts.set_password(&user, &password)?,
                None => {
                    let token = accounts.invite(&user, Moment::now())?;
                    print_line(format_args!("invitation, valid for seven days:"))?;
                    print_line(format_args!("{}/invitation/{}", public_url.trim_end_matches('/'), token.reveal()))?;
                }
            }
        }
        UserTask::List(options) => {
            let users = accounts.users(None)?;
            if options.json {
                print_line(format_args!("{}", serde_json::json!({ "users": users })))?;
            } else {
                for user in users {
                    let state = match (user.is_disabled, user.has_password) {
                        (true, _) => "disabled",
                        (false, false) => "invited",
                        (false, true) => "active",
                    };
                    print_line(format_args!(
                        "{:<32} {:<26} {:<9} {}",
                        user.email,
                        user.role.name(),
                        state,
                        user.institution
                    ))?;
                }
            }
        }
        UserTask::Disable { email } => {
            let user = accounts.disable(&email)?;
            print_line(format_args!("disabled {}", user.email))?;
        }
    }
    Ok(End::Fine)
}

fn open(home: &Home) -> Result<Accounts> {
    Accounts::open(&home.accounts()).context("cannot open the accounts")
}

fn read_password() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("cannot read the password")?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
