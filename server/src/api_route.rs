//! One route of the API as a value: what it is for, which right it needs, and its handler.

use accounts::Right;
use actix_web::http::Method;
use actix_web::{FromRequest, Handler, Resource, Responder, guard, web};
use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::extract::{Access, Guard};
use crate::problem::not_allowed;

/// Makes the schema of a body.
pub type MakeSchema = fn(&mut SchemaGenerator) -> Schema;

/// What a route answers when all is well.
#[derive(Clone, Copy)]
pub enum Answer {
    /// A status without body.
    Nothing(u16),
    /// JSON.
    Json(u16, MakeSchema),
    /// Server-sent events.
    Stream,
}

/// A route of the API.
pub struct ApiRoute {
    /// The method.
    pub method: Method,
    /// The path below the base, with `{names}`.
    pub path: &'static str,
    /// What it is for.
    pub summary: &'static str,
    /// The right it needs, read from its handler's type.
    pub right: Option<Right>,
    /// Parameters of the query.
    pub query: &'static [&'static str],
    /// The body it takes.
    pub body: Option<MakeSchema>,
    /// What it answers.
    pub answer: Answer,
    make: Box<dyn Fn() -> actix_web::Route>,
}

/// Arguments of a handler that begin with [`Access`].
pub trait Guarded: FromRequest + 'static {
    /// The right that the access needs.
    const RIGHT: Option<Right>;
}

macro_rules! guarded {
    ($($argument:ident)*) => {
        impl<G: Guard, $($argument: FromRequest + 'static),*> Guarded for (Access<G>, $($argument,)*) {
            const RIGHT: Option<Right> = G::RIGHT;
        }
    };
}

guarded!();
guarded!(A);
guarded!(A B);
guarded!(A B C);

fn route<F, Args>(method: Method, path: &'static str, summary: &'static str, handler: F) -> ApiRoute
where
    F: Handler<Args>,
    Args: Guarded,
    F::Output: Responder + 'static,
{
    ApiRoute {
        method,
        path,
        summary,
        right: Args::RIGHT,
        query: &[],
        body: None,
        answer: Answer::Nothing(200),
        make: Box::new(move || web::route().to(handler.clone())),
    }
}

/// A route that reads.
pub fn get<F, Args>(path: &'static str, summary: &'static str, handler: F) -> ApiRoute
where
    F: Handler<Args>,
    Args: Guarded,
    F::Output: Responder + 'static,
{
    route(Method::GET, path, summary, handler)
}

/// A route that makes something.
pub fn post<F, Args>(path: &'static str, summary: &'static str, handler: F) -> ApiRoute
where
    F: Handler<Args>,
    Args: Guarded,
    F::Output: Responder + 'static,
{
    route(Method::POST, path, summary, handler)
}

/// A route that changes something.
pub fn put<F, Args>(path: &'static str, summary: &'static str, handler: F) -> ApiRoute
where
    F: Handler<Args>,
    Args: Guarded,
    F::Output: Responder + 'static,
{
    route(Method::PUT, path, summary, handler)
}

/// A route that ends something.
pub fn delete<F, Args>(path: &'static str, summary: &'static str, handler: F) -> ApiRoute
where
    F: Handler<Args>,
    Args: Guarded,
    F::Output: Responder + 'static,
{
    route(Method::DELETE, path, summary, handler)
}

impl ApiRoute {
    /// The body it takes.
    pub fn takes<T: JsonSchema>(mut self) -> Self {
        self.body = Some(|generator| generator.subschema_for::<T>());
        self
    }

    /// The parameters of its query.
    pub fn takes_query(mut self, names: &'static [&'static str]) -> Self {
        self.query = names;
        self
    }

    /// The JSON it answers.
    pub fn answers<T: JsonSchema>(mut self, status: u16) -> Self {
        self.answer = Answer::Json(status, |generator| generator.subschema_for::<T>());
        self
    }

    /// It answers without a body.
    pub fn answers_nothing(mut self, status: u16) -> Self {
        self.answer = Answer::Nothing(status);
        self
    }

    /// It answers with server-sent events.
    pub fn answers_stream(mut self) -> Self {
        self.answer = Answer::Stream;
        self
    }

    /// The methods that reach the handler: what can be read can be asked for its headers, except a stream.
    fn methods(&self) -> Vec<Method> {
        match (&self.method, self.answer) {
            (method, Answer::Nothing(_) | Answer::Json(..)) if method == Method::GET => vec![Method::GET, Method::HEAD],
            (method, _) => vec![method.clone()],
        }
    }
}

/// One resource for each path, with a problem for methods that it does not know.
pub fn resources(routes: Vec<ApiRoute>) -> Vec<Resource> {
    let mut paths: Vec<(&'static str, Vec<ApiRoute>)> = Vec::new();
    for route in routes {
        match paths.iter_mut().find(|(path, _)| *path == route.path) {
            Some((_, same)) => same.push(route),
            None => paths.push((route.path, vec![route])),
        }
    }
    paths.into_iter().map(|(path, routes)| resource(path, &routes)).collect()
}

fn resource(path: &str, routes: &[ApiRoute]) -> Resource {
    let known: Vec<String> = routes.iter().flat_map(ApiRoute::methods).map(|method| method.to_string()).collect();
    let allow = known.join(", ");
    let resource = routes.iter().fold(web::resource(path), |resource, route| {
        let mut methods = route.methods().into_iter();
        let first = guard::Any(guard::Method(methods.next().unwrap_or(Method::GET)));
        let any = methods.fold(first, |any, method| any.or(guard::Method(method)));
        resource.route((route.make)().guard(any))
    });
    resource.default_service(web::to(move || std::future::ready(not_allowed(&allow))))
}
