//! That no public type is forgotten.

use std::collections::BTreeSet;

use asapp::RetryPolicy;
use syn::{Item, UseTree, Visibility};

use crate::builder;
use crate::drive::{IDS, every_fault, every_operation};
use crate::mirror::{Mirror, Shape};
use crate::shown::Shown;
use crate::sinks::{assert_nothing_leaked, listen};
use crate::values::every_value;

/// What is public and has no value that could be shown, with the reason.
const NOT_SHOWN: &[(&str, &str)] = &[
    ("MetadataRecord", "a trait; each of its types is shown"),
    ("Missing", "a marker without fields; the builders that it marks are shown"),
    ("Sleep", "a future, without `Debug`"),
    ("Timer", "a trait that a caller implements"),
    ("chrono", "another crate"),
    ("describe_metrics", "a function that returns nothing"),
    ("find_sensitive", "a function; what it returns is shown"),
];

/// Names that the crate's root makes public.
fn public_names() -> BTreeSet<String> {
    let root = syn::parse_file(include_str!("../../src/lib.rs")).unwrap();
    let mut names = BTreeSet::new();
    for item in &root.items {
        match item {
            Item::Use(item) if is_public(&item.vis) => leaves(&item.tree, &mut names),
            Item::Use(_) => {}
            Item::Mod(item) => {
                assert!(!is_public(&item.vis), "module {} is not looked into", item.ident)
            }
            Item::Struct(item) if !is_public(&item.vis) => {}
            _ => panic!("the crate's root has an item of its own, which is not looked at"),
        }
    }
    names
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn leaves(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, names),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, names)),
        UseTree::Glob(_) => panic!("what `*` makes public cannot be told"),
    }
}

#[tokio::test(start_paused = true)]
async fn every_public_type_is_shown() {
    listen();
    let (mirror, mut shown) = (Mirror::start().await, Shown::default());
    let asapp = builder(&mirror.url()).retry(RetryPolicy::none()).build().unwrap();
    every_value(&mut shown);
    every_fault(&asapp, &mut shown).await;
    for (status, shape) in [(200, Shape::AsPromised), (503, Shape::Api)] {
        mirror.answer(status, shape);
        every_operation(&asapp, &IDS, &mut shown).await;
    }

    let not_shown: BTreeSet<_> = NOT_SHOWN.iter().map(|(name, _)| (*name).to_owned()).collect();
    let forgotten: Vec<_> = public_names()
        .into_iter()
        .filter(|name| !shown.types.contains(name) && !not_shown.contains(name))
        .collect();
    assert!(forgotten.is_empty(), "show a value of each, or say why there is none: {forgotten:?}");
    let public = public_names();
    let stale: Vec<_> = not_shown
        .iter()
        .filter(|name| !public.contains(*name) || shown.types.contains(*name))
        .collect();
    assert!(stale.is_empty(), "not public any more, or shown after all: {stale:?}");
    assert_nothing_leaked();
}
