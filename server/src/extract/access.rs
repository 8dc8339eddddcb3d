//! `Access<Right>`: the only way from a handler to the stores.
//!
//! A handler names the right that it needs as the type of its first argument; without it it reaches nothing. The handles
//! that a right gives are the methods of `Access` for that right, below.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use accounts::{Accounts, AccountsError, Login, LoginRefusal, Moment, Owner, Right, Token, User};
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use jobs::{Queue, Runner, ScriptWork};
use registry::Registry;

use crate::app_files::AppFiles;
use crate::language_file::LanguageFile;
use crate::problem::ApiError;
use crate::site::Site;
use crate::state::State;

/// What a route asks of its visitor.
pub trait Guard: 'static {
    /// The right; `None`: the route is public.
    const RIGHT: Option<Right>;
    /// What the handler learns of the visitor.
    type Visitor;
    /// Lets a visitor in or not.
    ///
    /// # Errors
    /// Not logged in, or without the right.
    fn admit(user: Option<User>) -> Result<Self::Visitor, ApiError>;
}

/// Everybody, logged in or not; handlers do not learn who it is.
pub struct Public;

impl Guard for Public {
    const RIGHT: Option<Right> = None;
    type Visitor = ();

    fn admit(_: Option<User>) -> Result<(), ApiError> {
        Ok(())
    }
}

macro_rules! guards {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        pub struct $name;

        impl Guard for $name {
            const RIGHT: Option<Right> = Some(Right::$name);
            type Visitor = User;

            fn admit(user: Option<User>) -> Result<User, ApiError> {
                let user = user.ok_or(ApiError::NotLoggedIn)?;
                if user.role.has(Right::$name) { Ok(user) } else { Err(ApiError::RightMissing(Right::$name)) }
            }
        }
    )*};
}

guards! {
    /// Needs [`Right::OwnSession`].
    OwnSession;
    /// Needs [`Right::Run`].
    Run;
    /// Needs [`Right::ManageDatabanks`].
    ManageDatabanks;
    /// Needs [`Right::ManageInstitutions`].
    ManageInstitutions;
    /// Needs [`Right::ManageUsers`].
    ManageUsers;
    /// Needs [`Right::ReadAudit`].
    ReadAudit;
    /// Needs [`Right::ReviewAccounts`].
    ReviewAccounts;
}

/// A visitor with the right `G`, and the handles that come with it.
pub struct Access<G: Guard> {
    state: Arc<State>,
    visitor: G::Visitor,
    token: Option<Token>,
}

/// The state inside the application; its field is private, so only this file takes it out.
#[derive(Clone)]
pub struct Handles(Arc<State>);

impl Handles {
    /// Wraps the state for `App::app_data`.
    pub fn new(state: Arc<State>) -> Handles {
        Handles(state)
    }
}

impl<G: Guard> FromRequest for Access<G> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let handles = request.app_data::<Handles>().cloned();
        let request = request.clone();
        Box::pin(async move {
            let Handles(state) = handles.ok_or_else(|| ApiError::internal("a route without state"))?;
            let token = token(&request, &state.site);
            let user = match (G::RIGHT, token.clone()) {
                (Some(_), Some(token)) => {
                    let accounts = state.accounts.clone();
                    let found = block("reading a session", move || accounts.session(&token, Moment::now())).await?;
                    found.map_err(|_| ApiError::internal("reading a session"))?
                }
                _ => None,
            };
            Ok(Access { visitor: G::admit(user)?, state, token })
        })
    }
}

/// The session's token that a request carries.
fn token(request: &HttpRequest, site: &Site) -> Option<Token> {
    request.cookie(site.cookie_name()).map(|cookie| Token::received(cookie.value()))
}

/// Does blocking work off the threads that answer requests.
///
/// # Errors
/// If the work panicked.
pub async fn block<T: Send + 'static>(
    place: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ApiError> {
    web::block(work).await.map_err(|_| ApiError::internal(place))
}

impl<G: Guard> Access<G> {
    /// Where the service is reached.
    pub fn site(&self) -> &Site {
        &self.state.site
    }
}

impl<G: Guard<Visitor = User>> Access<G> {
    /// Who it is.
    pub fn user(&self) -> &User {
        &self.visitor
    }

    /// A question that a stream asks now and then: whether the visitor's session is still open. It blocks for a moment.
    pub fn session_check(&self) -> impl Fn() -> bool + use<G> {
        let (accounts, token) = (self.state.accounts.clone(), self.token.clone());
        move || token.as_ref().is_some_and(|token| accounts.is_session_open(token, Moment::now()).unwrap_or(false))
    }
}

impl Access<Public> {
    /// Databanks, for their metadata.
    pub fn registry(&self) -> &Registry {
        &self.state.registry
    }

    /// The published table.
    pub fn language(&self) -> &LanguageFile {
        &self.state.language
    }

    /// The app's files.
    pub fn app(&self) -> &AppFiles {
        &self.state.app
    }

    /// Tries to log in; the session that the browser had before ends.
    ///
    /// # Errors
    /// One for all causes, one for too many attempts.
    pub async fn log_in(&self, email: String, password: String, address: String) -> Result<(User, Token), ApiError> {
        let accounts = self.state.accounts.clone();
        let attempt = move || {
            let login = Login { email: &email, password: &password, address: &address };
            accounts.log_in(login, Moment::now())
        };
        let answer = block("logging in", attempt).await?.map_err(|_| ApiError::internal("logging in"))?;
        let opened = answer.map_err(|refusal| match refusal {
            LoginRefusal::NotLetIn => ApiError::LoginRefused,
            LoginRefusal::Wait { seconds } => ApiError::TooManyAttempts { seconds },
        })?;
        self.log_out().await?;
        Ok(opened)
    }

    /// Ends the session whose token the request carries, if it does.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn log_out(&self) -> Result<(), ApiError> {
        let Some(token) = self.token.clone() else { return Ok(()) };
        let accounts = self.state.accounts.clone();
        let ended = block("logging out", move || accounts.end_session(&token)).await?;
        ended.map_err(|_| ApiError::internal("logging out"))
    }

    /// Whom an invitation is for; `None`: it cannot be used (any more).
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn invited(&self, token: Token) -> Result<Option<User>, ApiError> {
        let accounts = self.state.accounts.clone();
        match block("reading an invitation", move || accounts.invited(&token, Moment::now())).await? {
            Ok(user) => Ok(Some(user)),
            Err(AccountsError::InvitationGone) => Ok(None),
            Err(_) => Err(ApiError::internal("reading an invitation")),
        }
    }

    /// Sets the first password with an invitation.
    ///
    /// # Errors
    /// What is wrong with password or invitation; failures of the store.
    pub async fn accept_invitation(
        &self,
        token: Token,
        password: String,
    ) -> Result<Result<User, AccountsError>, ApiError> {
        let accounts = self.state.accounts.clone();
        let accept = move || accounts.accept_invitation(&token, &password, Moment::now());
        block("accepting an invitation", accept).await
    }
}

impl Access<Run> {
    /// The queue, and in whose name to ask it.
    pub fn runs(&self) -> (&Queue, Runner) {
        (&self.state.queue, Runner::User(self.visitor.email.clone()))
    }

    /// What the visitor may use and has used, and in whose name to ask.
    pub fn usage(&self) -> (&ScriptWork, Runner) {
        (&self.state.work, Runner::User(self.visitor.email.clone()))
    }

    /// The visitor's scripts.
    pub fn scripts(&self) -> (Arc<Accounts>, Owner) {
        (self.state.accounts.clone(), Owner::user(&self.visitor))
    }
}

impl Access<ManageInstitutions> {
    /// Institutions.
    pub fn accounts(&self) -> &Arc<Accounts> {
        &self.state.accounts
    }
}

impl Access<ManageUsers> {
    /// Users, and of which institution: `None` is all, for who manages institutions too.
    pub fn users(&self) -> (&Arc<Accounts>, Option<i64>) {
        let sees_all = self.visitor.role.has(Right::ManageInstitutions);
        (&self.state.accounts, (!sees_all).then_some(self.visitor.institution_id))
    }
}

impl Access<ManageDatabanks> {
    /// Databanks with their drafts.
    pub fn registry(&self) -> &Registry {
        &self.state.registry
    }
}

impl Access<ReadAudit> {
    /// The audit log.
    pub fn accounts(&self) -> &Arc<Accounts> {
        &self.state.accounts
    }

    /// Where accounts stand.
    pub fn work(&self) -> &ScriptWork {
        &self.state.work
    }
}

impl Access<ReviewAccounts> {
    /// The accounts to decide on.
    pub fn accounts(&self) -> &Arc<Accounts> {
        &self.state.accounts
    }
}
