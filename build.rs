//! Generates the raw clients from specs/*.yaml, unless the committed snapshot is to be compiled.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    #[cfg(feature = "codegen")]
    for name in ["conversations", "metadata-ingestion"] {
        if let Err(error) = codegen::generate(name) {
            println!("cargo::error={name}.yaml: {}", error.to_string().replace('\n', " "));
        }
    }
}

#[cfg(feature = "codegen")]
mod codegen {
    use progenitor::{GenerationSettings, Generator, HooksMode, TypeImpl};
    use serde_json::{Value, json};
    use std::{env, error::Error, fs, panic, path::PathBuf};

    pub(crate) fn generate(name: &str) -> Result<(), Box<dyn Error>> {
        println!("cargo::rerun-if-env-changed=ASAPP_RAW_SPECS");
        let specs = env::var_os("ASAPP_RAW_SPECS").unwrap_or_else(|| "specs".into());
        let file = PathBuf::from(specs).join(name).with_extension("yaml");
        println!("cargo::rerun-if-changed={}", file.display());
        let spec: Value = serde_saphyr::from_str(&fs::read_to_string(file)?)?;
        let code = client(&spec).map_err(|error| format!("{}: {error}", culprit(&spec)))?;
        let code_file = PathBuf::from(env::var("OUT_DIR")?).join(name.replace('-', "_"));
        Ok(fs::write(code_file.with_extension("rs"), code)?)
    }

    fn client(spec: &Value) -> Result<String, Box<dyn Error>> {
        let spec = serde_json::from_value(spec.clone())?;
        let mut settings = GenerationSettings::new();
        settings.with_hooks(HooksMode::Expected).with_inner_type("crate::Inner".parse()?);
        settings.with_map_type("::std::collections::BTreeMap").with_derive("PartialEq");
        let time = serde_json::from_value(json!({ "type": "string", "format": "date-time" }))?;
        settings.with_conversion(time, "crate::Timestamp", [TypeImpl::FromStr].into_iter());
        // The generator reports some faults by panicking, and cargo does not show what a panic prints.
        let tokens = panic::catch_unwind(|| Generator::new(&settings).generate_tokens(&spec))
            .map_err(|payload| {
                let text = payload.downcast_ref::<String>().map(String::as_str);
                let text = text.or(payload.downcast_ref::<&str>().copied());
                format!("the generator panicked: {}", text.unwrap_or("it gave no reason"))
            })??;
        Ok(prettyplease::unparse(&syn::parse2(tokens)?))
    }

    /// The generator's own errors name no operation: this names the first path that fails alone.
    fn culprit(spec: &Value) -> String {
        let fails = |(path, item): &(&String, &Value)| {
            let mut alone = spec.clone();
            alone["paths"] = json!({ *path: item });
            client(&alone).is_err()
        };
        let found = spec["paths"].as_object().and_then(|paths| paths.iter().find(fails));
        found.map_or("all operations together".to_owned(), |(path, item)| {
            let operations = item.as_object().into_iter().flat_map(|item| item.values());
            let ids: Vec<_> = operations.filter_map(|o| o["operationId"].as_str()).collect();
            format!("{} ({path})", ids.join(" or "))
        })
    }
}
