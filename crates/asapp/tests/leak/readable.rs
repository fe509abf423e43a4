//! That no text can be read, or be shown by a derived `Debug`, without a reason.

use std::collections::BTreeSet;
use std::path::Path;

use syn::punctuated::Punctuated;
use syn::{
    Attribute, Fields, GenericArgument, ImplItem, Item, ItemImpl, ItemStruct, Meta, Path as Name,
    PathArguments, PathSegment, ReturnType, Token, Type, TypeParamBound, Visibility,
};

/// Public methods and fields of plain text, and those of types with a derived `Debug`, each with the reason why it may
/// be there.
const READABLE: &[(&str, &str)] = &[
    ("Attempt::code", "nothing but a code passes as a token"),
    ("Attempt::request_id", "nothing but an id passes as a token"),
    ("Base.url", "a URL with a user, a password or a query is refused"),
    ("Cause.what", "fixed words, and numbers"),
    ("ConversationId::as_str", "ASAPP's id names nobody"),
    ("Environment::url", "fixed words"),
    ("Error::code", "nothing but a code passes as a token"),
    ("Error::header", "an explicit call"),
    ("Error::request_id", "nothing but an id passes as a token"),
    ("Error::service_message", "an explicit call"),
    ("ExternalId::expose", "an explicit call"),
    ("Fault.pointer", "names of the spec and places in lists"),
    ("Item.list", "names of the spec"),
    ("Limit.pointer", "names of the spec"),
    ("MessageId::as_str", "ASAPP's id names nobody"),
    ("Operation::id", "fixed words"),
    ("Operation::method", "fixed words"),
    ("Operation::path", "fixed words"),
    ("RecordResult::service_message", "an explicit call"),
    ("SupportBundle::specs", "names and digests of documents"),
    ("SupportBundle::version", "the crate's own"),
    ("Text::expose", "an explicit call"),
];

#[test]
fn no_text_can_be_read_without_a_reason() {
    let mut readable = BTreeSet::new();
    look_through(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut readable);
    let expected: BTreeSet<_> = READABLE.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(readable, expected);
}

fn look_through(folder: &Path, readable: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_through(&path, readable);
            continue;
        }
        for item in syn::parse_file(&std::fs::read_to_string(&path).unwrap()).unwrap().items {
            match item {
                Item::Impl(item) if item.trait_.is_none() => methods(&item, readable),
                Item::Struct(item) => fields(&item, readable),
                _ => {}
            }
        }
    }
}

fn methods(item: &ItemImpl, readable: &mut BTreeSet<String>) {
    for method in &item.items {
        let ImplItem::Fn(method) = method else { continue };
        let ReturnType::Type(_, returned) = &method.sig.output else { continue };
        if is_public(&method.vis) && is_text(returned) {
            readable.insert(format!("{}::{}", name_of(&item.self_ty), method.sig.ident));
        }
    }
}

fn fields(item: &ItemStruct, readable: &mut BTreeSet<String>) {
    let Fields::Named(fields) = &item.fields else { return };
    let is_shown = item.attrs.iter().any(derives_debug);
    for field in &fields.named {
        if (is_shown || is_public(&field.vis)) && is_text(&field.ty) {
            let name = field.ident.as_ref().unwrap();
            readable.insert(format!("{}.{name}", item.ident));
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn derives_debug(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else { return false };
    let traits = list.parse_args_with(Punctuated::<Name, Token![,]>::parse_terminated);
    list.path.is_ident("derive") && traits.unwrap().iter().any(|name| name.is_ident("Debug"))
}

fn name_of(of: &Type) -> String {
    let Type::Path(path) = of else { return String::new() };
    path.path.segments.last().unwrap().ident.to_string()
}

/// Whether values of the type are plain text, or hold some that can be read.
fn is_text(of: &Type) -> bool {
    match of {
        Type::Reference(reference) => is_text(&reference.elem),
        Type::Slice(slice) => is_text(&slice.elem),
        Type::Array(array) => is_text(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(is_text),
        Type::Path(path) => path.path.segments.iter().any(is_text_or_holds_it),
        Type::ImplTrait(of) => of.bounds.iter().any(|bound| match bound {
            TypeParamBound::Trait(bound) => bound.path.segments.iter().any(is_text_or_holds_it),
            _ => false,
        }),
        _ => false,
    }
}

fn is_text_or_holds_it(segment: &PathSegment) -> bool {
    if ["str", "String", "Value", "Bytes", "HeaderValue"].iter().any(|text| segment.ident == text) {
        return true;
    }
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return false };
    arguments.args.iter().any(|argument| match argument {
        GenericArgument::Type(argument) => is_text(argument),
        GenericArgument::AssocType(argument) => is_text(&argument.ty),
        _ => false,
    })
}
