//! Logging in and who is logged in.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What `POST /session` takes.
#[derive(Clone, Deserialize, Serialize, JsonSchema)]
pub struct LoginRequest {
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// The code of a second factor, where one is set up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// What `GET` and `POST /session` answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionDocument {
    /// Who is logged in.
    pub user: SessionUser,
    /// What the user may do: `run`, `manage-users` …
    pub rights: Vec<String>,
}

/// A user, as users see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SessionUser {
    /// E-mail address.
    pub email: String,
    /// Name.
    pub name: String,
    /// The institution's name.
    pub institution: String,
    /// `owner`, `steward`, `institution-administrator`, `user` or `auditor`.
    pub role: String,
}

/// What `GET /users` answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UserList {
    /// Users by e-mail address.
    pub users: Vec<UserEntry>,
}

/// A user, as those see one who administer the institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UserEntry {
    /// The user.
    #[serde(flatten)]
    pub user: SessionUser,
    /// Shut out.
    pub is_disabled: bool,
    /// Has accepted the invitation.
    pub has_password: bool,
}
