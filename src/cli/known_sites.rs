//! What is known of the sites that documents are of, while a run judges them.

use std::path::{Path, PathBuf};

use monoglot::document_format::front_matter_url;
use monoglot::sites::{Site, Sites, site_of_path, site_of_url};

use super::hash::hash;
use super::inputs::{Input, Source};
use super::options::Sited;
use super::settings::SettingsResolver;

/// Where it is known from what sites repeat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum SitedBy {
    Nothing,
    /// The documents that walks meet.
    Walks,
    File(PathBuf),
}

impl SitedBy {
    /// What `--sites` says, or the configuration, whose paths are beside it.
    pub(super) fn new(typed: &Sited, resolver: &SettingsResolver) -> Result<Self, String> {
        let of = |said: &str, place: &dyn Fn(&Path) -> PathBuf| match said {
            "auto" => Self::Walks,
            "off" => Self::Nothing,
            path => Self::File(place(Path::new(path))),
        };
        if let Some(said) = &typed.sites {
            return Ok(of(said, &Path::to_owned));
        }
        let configured: Sited = resolver.of_run()?;
        let said = configured.sites.as_deref().unwrap_or("auto");
        Ok(of(said, &|path| resolver.config().beside("sites", path)))
    }
}

/// Sites, and what they are known by.
#[derive(Debug)]
pub(super) struct KnownSites {
    sites: Sites,
    /// By which caches and checkpoints tell them from others.
    pub(super) identity: String,
}

impl KnownSites {
    /// Reads a sites file.
    pub(super) fn new(bytes: Vec<u8>) -> Result<Self, String> {
        let identity = hash(&bytes);
        let sites = Sites::new(bytes).map_err(|error| error.to_string())?;
        Ok(Self { sites, identity })
    }

    /// The site of a document, if it is known.
    pub(super) fn of_document(&self, input: &Input, text: &str) -> Option<Site<'_>> {
        self.sites.site(&site_of(input, text)?)
    }

    /// The site of an address, if it is known.
    pub(super) fn of_url(&self, url: Option<&str>) -> Option<Site<'_>> {
        self.sites.site(&site_of_url(url?)?)
    }
}

/// The site of a document: that of the address which its front matter gives, or else its folder.
pub(super) fn site_of(input: &Input, text: &str) -> Option<String> {
    let by_address = front_matter_url(text).and_then(site_of_url);
    let is_file = matches!(input.source, Source::File { .. });
    by_address.or_else(|| is_file.then(|| site_of_path(&input.name)))
}
