//! All routes of the control API. The document is made from this table too.

use std::sync::LazyLock;

use super::route::{Kind, Route};
use super::{clock, faults, inspector, journal, keys, openapi, settings, snapshots, state};
use crate::answer::Answer;
use crate::contract::PathParameters;

pub(super) static ROUTES: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let mut routes = Vec::new();
    routes.extend(pages());
    routes.extend(observation());
    routes.extend(control());
    routes.extend(faulting());
    routes.extend(storage());
    routes
});

fn pages() -> [Route; 5] {
    [
        Route::file("/_emulator/", "The inspector page.", inspector::HTML, inspector::page),
        Route::file(
            "/_emulator/inspector.js",
            "The page's script.",
            inspector::JAVASCRIPT,
            inspector::script,
        ),
        Route::file(
            "/_emulator/inspector.css",
            "The page's style.",
            inspector::CSS,
            inspector::style,
        ),
        Route::new(
            "GET",
            "/_emulator/inspector.json",
            "What the page may show, and whether to look again.",
            inspector::inspection,
        ),
        Route::new(
            "GET",
            "/_emulator/openapi.json",
            "The control API as OpenAPI 3.1.",
            openapi::read,
        ),
    ]
}

fn observation() -> [Route; 3] {
    [
        Route::new("GET", "/_emulator/state", "All that is stored.", state::read).with(
            "texts",
            Kind::Word("hidden"),
            "Texts, names, ids and metadata of the caller's own stand as `<12 characters>`.",
        ),
        Route::new(
            "GET",
            "/_emulator/requests",
            "The last requests to the API, in order of arrival.",
            journal::read,
        )
        .with("after", Kind::Number, "Only requests with a higher number.")
        .with(
            "bodies",
            Kind::Word("shown"),
            "Adds the target and the bodies, without credentials of customers.",
        )
        .with(
            "credentials",
            Kind::Word("shown"),
            "Adds the API id; with `bodies=shown`, credentials of customers stay in the bodies.",
        ),
        Route::new(
            "GET",
            "/_emulator/counters",
            "How many requests there were, and what became of them.",
            journal::counters,
        ),
    ]
}

fn control() -> [Route; 6] {
    [
        Route::new("GET", "/_emulator/settings", "The settings in force.", settings::read),
        Route::taking(
            "PATCH",
            "/_emulator/settings",
            "Replaces the settings given, for requests from now on.",
            settings::change,
        ),
        Route::new("GET", "/_emulator/clock", "The emulator's clock.", clock::read),
        Route::taking("PUT", "/_emulator/clock", "Sets, stops or starts the clock.", clock::set),
        Route::taking(
            "POST",
            "/_emulator/clock/advance",
            "Moves the clock forward.",
            clock::advance,
        ),
        Route::taking(
            "POST",
            "/_emulator/keys",
            "Accepts one more key, or sets the products of a known one.",
            keys::add,
        ),
    ]
}

fn faulting() -> [Route; 9] {
    [
        Route::new("GET", "/_emulator/plans", "The plans of faults in force.", faults::plans),
        Route::taking("POST", "/_emulator/plans", "Follows one more plan.", faults::add_plan),
        Route::new("GET", "/_emulator/plans/{name}", "What is left of a plan.", faults::plan),
        Route::new("DELETE", "/_emulator/plans/{name}", "Ends a plan.", faults::remove_plan),
        Route::new("GET", "/_emulator/rates", "The rates in force, or null.", faults::rates),
        Route::taking(
            "PUT",
            "/_emulator/rates",
            "Strikes requests by chance from now on, in place of the rates before.",
            faults::set_rates,
        ),
        Route::new("DELETE", "/_emulator/rates", "Ends the rates.", faults::clear_rates),
        Route::new(
            "GET",
            "/_emulator/late-commits",
            "How many requests are answered but not stored yet.",
            faults::late_commits,
        ),
        Route::new("POST", "/_emulator/late-commits", "Stores them now.", faults::commit_late),
    ]
}

fn storage() -> [Route; 6] {
    [
        Route::new(
            "PUT",
            "/_emulator/snapshots/{name}",
            "Takes a snapshot of what is stored, in place of one of this name.",
            snapshots::take,
        ),
        Route::new(
            "DELETE",
            "/_emulator/snapshots/{name}",
            "Forgets a snapshot.",
            snapshots::forget,
        ),
        Route::new(
            "POST",
            "/_emulator/snapshots/{name}/restore",
            "Puts back what was stored. Late commits are dropped; all else stays.",
            snapshots::restore,
        ),
        Route::taking(
            "POST",
            "/_emulator/report",
            "What of the messages meant to be sent is missing, doubled or out of order.",
            state::report,
        ),
        Route::taking("POST", "/_emulator/seed", "Adds what a seed holds.", state::seed),
        Route::new("POST", "/_emulator/reset", "Back to the start. Snapshots stay.", state::reset),
    ]
}

/// The route of a method and a path, with the values of its path parameters.
pub(super) fn find(method: &str, path: &str) -> Result<(&'static Route, PathParameters), Answer> {
    let mut allow = Vec::new();
    for route in &*ROUTES {
        let Some(parameters) = route.path_parameters(path) else { continue };
        if route.method == method {
            return Ok((route, parameters));
        }
        allow.push(route.method);
    }
    if allow.is_empty() {
        return Err(Answer::not_found("Not Found"));
    }
    allow.sort_unstable();
    Err(Answer::method_not_allowed(&allow))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    // Also reads every path and makes the schema of every type that is taken.
    #[test]
    fn no_route_hides_another() {
        let mut met = BTreeSet::new();
        for route in &*ROUTES {
            assert!(met.insert((route.method, route.path)), "{} {}", route.method, route.path);
            let found = find(route.method, &route.path.replace("{name}", "x"));
            assert!(found.is_ok_and(|(found, _)| found.path == route.path), "{}", route.path);
        }
    }
}
