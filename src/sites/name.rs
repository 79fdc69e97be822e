//! Which site a document is of.

/// The site of an address: its host in lower case, without `www.`, a port or a user. `None` if it has none.
///
/// ```
/// use monoglot::sites::site_of_url;
///
/// assert_eq!(site_of_url("https://www.Example.org:8080/a?b").as_deref(), Some("example.org"));
/// assert_eq!(site_of_url("/blog/post"), None);
/// assert_eq!(site_of_url("urn:isbn:0451450523"), None);
/// ```
pub fn site_of_url(url: &str) -> Option<String> {
    let (scheme, rest) = url.trim().split_once("://")?;
    let is_scheme =
        scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => host,
    };
    let host = host.trim_end_matches('.').to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    let is_host = !host.is_empty() && !host.contains(char::is_whitespace);
    (is_scheme && is_host).then_some(host)
}

/// The site of a document that has no address: its folder, as it is named, with `/` between names.
///
/// ```
/// use monoglot::sites::site_of_path;
///
/// assert_eq!(site_of_path("./blog/de/post.md"), "blog/de");
/// assert_eq!(site_of_path("post.md"), ".");
/// ```
pub fn site_of_path(path: &str) -> String {
    let path = path.replace('\\', "/");
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_rooted = path.starts_with('/');
    let names: Vec<_> = folder.split('/').filter(|name| !matches!(*name, "" | ".")).collect();
    match (is_rooted, names.join("/")) {
        (true, names) => format!("/{names}"),
        (false, names) if names.is_empty() => ".".to_owned(),
        (false, names) => names,
    }
}

/// Longer names are cut: a site is known by its hash besides, and nobody reads more.
const LONGEST: usize = 1024;

/// A name as it is stored.
pub(super) fn stored(name: &str) -> &str {
    let end = (0..=LONGEST.min(name.len())).rev().find(|&at| name.is_char_boundary(at));
    &name[..end.unwrap_or(0)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_is_a_host() {
        for (url, site) in [
            ("http://a.example/", Some("a.example")),
            ("HTTP://WWW.A.example.", Some("a.example")),
            ("https://user:secret@a.example:443?q", Some("a.example")),
            ("http://[2001:db8::1]:80/x", Some("[2001:db8::1]")),
            ("http://[2001:db8::1]/x", Some("[2001:db8::1]")),
            ("https://bücher.example/x", Some("bücher.example")),
            ("http:///x", None),
            ("see http://a.example", None),
            ("a.example/b", None),
            ("", None),
        ] {
            assert_eq!(site_of_url(url).as_deref(), site, "{url}");
        }
    }
}
