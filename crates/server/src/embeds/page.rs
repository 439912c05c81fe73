//! What a page says about itself.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use parlor_protocol::{
    embeds::{DESCRIPTION_CHARS_MAX, SITE_NAME_CHARS_MAX, TITLE_CHARS_MAX},
    text::invisible,
};
use url::Url;

/// What was found; everything is as a person may read it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) site_name: Option<String>,
    /// Where its picture is said to be.
    pub(super) image: Option<Url>,
}

/// Names of what is read, the best one first: Open Graph (<https://ogp.me>), then others.
const TITLES: [&str; 2] = ["og:title", "twitter:title"];
const DESCRIPTIONS: [&str; 3] = ["og:description", "twitter:description", "description"];
const SITE_NAMES: [&str; 2] = ["og:site_name", "application-name"];
const IMAGES: [&str; 5] = [
    "og:image:secure_url",
    "og:image:url",
    "og:image",
    "twitter:image",
    "twitter:image:src",
];

/// The best word on one thing: of equals, the first on the page.
struct Best<const N: usize> {
    names: [&'static str; N],
    found: Option<(usize, String)>,
}

impl<const N: usize> Best<N> {
    const fn of(names: [&'static str; N]) -> Self {
        Self { names, found: None }
    }

    fn hear(&mut self, name: &str, value: &str) {
        let rank = self
            .names
            .iter()
            .position(|known| known.eq_ignore_ascii_case(name));
        let Some(rank) = rank else { return };
        let better = self.found.as_ref().is_none_or(|(before, _)| rank < *before);
        if better && !value.trim().is_empty() {
            self.found = Some((rank, value.to_owned()));
        }
    }

    fn found(self) -> Option<String> {
        self.found.map(|(_, value)| value)
    }
}

/// Reads a page, or the beginning of one, that came from this address.
pub(super) fn read(text: &str, url: &Url) -> Page {
    let mut titles = Best::of(TITLES);
    let mut descriptions = Best::of(DESCRIPTIONS);
    let mut site_names = Best::of(SITE_NAMES);
    let mut images = Best::of(IMAGES);
    let (mut title, mut in_title) = (None::<String>, false);
    let mut emitter = DefaultEmitter::default();
    // So that what stands in scripts and in the title is no tag.
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(text, emitter).flatten() {
        match token {
            Token::StartTag(tag) if tag.name == b"title" && title.is_none() => {
                (title, in_title) = (Some(String::new()), true);
            }
            Token::EndTag(tag) if tag.name == b"title" => in_title = false,
            Token::String(text) if in_title => {
                if let Some(title) = &mut title {
                    title.push_str(&String::from_utf8_lossy(&text));
                }
            }
            Token::StartTag(tag) if tag.name == b"meta" => {
                let Some((name, value)) = meta(&tag) else {
                    continue;
                };
                titles.hear(&name, &value);
                descriptions.hear(&name, &value);
                site_names.hear(&name, &value);
                images.hear(&name, &value);
            }
            _ => {}
        }
    }
    let title = titles.found().or(title);
    Page {
        title: title.and_then(|text| plain(&text, TITLE_CHARS_MAX)),
        description: descriptions
            .found()
            .and_then(|text| plain(&text, DESCRIPTION_CHARS_MAX)),
        site_name: site_names
            .found()
            .and_then(|text| plain(&text, SITE_NAME_CHARS_MAX)),
        image: images.found().and_then(|place| url.join(place.trim()).ok()),
    }
}

/// The name and the value of a `<meta>`; both ways of writing the name are in use.
fn meta(tag: &StartTag<()>) -> Option<(String, String)> {
    let attribute = |name: &[u8]| {
        let value: &HtmlString = tag.attributes.get(name)?;
        Some(String::from_utf8_lossy(value).into_owned())
    };
    let name = attribute(b"property").or_else(|| attribute(b"name"))?;
    Some((name.trim().to_owned(), attribute(b"content")?))
}

/// One line that hides nothing and turns nothing around, cut where it is too long.
fn plain(text: &str, chars_max: usize) -> Option<String> {
    let visible = |c: char| !invisible(c) && (!c.is_control() || c.is_whitespace());
    let mut words = text.split_whitespace().map(|word| {
        let word: String = word.chars().filter(|c| visible(*c)).collect();
        word
    });
    let mut line = String::new();
    for word in words.by_ref().filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&word);
        if line.chars().count() > chars_max {
            let cut = line.chars().take(chars_max - 1).collect::<String>();
            return Some(cut.trim_end().to_owned() + "…");
        }
    }
    (!line.is_empty()).then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text: &str) -> Page {
        read(text, &Url::parse("https://example.org/a/b?c").unwrap())
    }

    /// The best word holds, wherever it stands.
    #[test]
    fn a_page_says_what_it_is() {
        let full = page(
            "<!doctype html><html><head><title>Plain &amp; simple</title>\
             <meta name=description content='The other'>\
             <META PROPERTY=\"og:description\" CONTENT=\"What&#39;s in it\">\
             <meta property=og:title content='First'><meta property=og:title content='Second'>\
             <meta property=og:site_name content=' A   site '>\
             <meta name=twitter:image content=/twitter.png>\
             <meta property=og:image content=/pictures/one.png>",
        );
        assert_eq!(full.title.as_deref(), Some("First"));
        assert_eq!(full.description.as_deref(), Some("What's in it"));
        assert_eq!(full.site_name.as_deref(), Some("A site"));
        assert_eq!(
            full.image.unwrap().as_str(),
            "https://example.org/pictures/one.png"
        );
        let plain = page("<title>Plain &amp; <b>simple</b></title><title>No</title>");
        assert_eq!(plain.title.as_deref(), Some("Plain & <b>simple</b>"));
        assert_eq!((plain.description, plain.image), (None, None));
    }

    /// What a page does not say about itself is not taken for it.
    #[test]
    fn what_is_no_word_is_none() {
        for text in [
            "",
            "hello",
            "<title>",
            "<title> \n </title>",
            "<script>\"<title>no</title>\"</script>",
            "<!-- <title>no</title> -->",
            "<meta property=og:title>",
            "<meta content=no>",
            "<meta property=og:title content=''>",
            "<style><meta property=og:title content=no></style>",
            "\u{0}\u{1}\u{fffd}<",
        ] {
            assert_eq!(page(text), Page::default(), "{text:?}");
        }
        // A picture that is none is refused by who fetches it.
        let image = |place| page(&format!("<meta property=og:image content='{place}'>")).image;
        assert_eq!(image("https://[").as_ref().map(Url::as_str), None);
        assert_eq!(
            image("//cdn.example/x.png").unwrap().as_str(),
            "https://cdn.example/x.png"
        );
    }

    /// Long texts are cut, and nothing hidden stands in a line.
    #[test]
    fn lines_are_short_and_plain() {
        let title = |text: &str| page(&format!("<title>{text}</title>")).title.unwrap();
        assert_eq!(title("a\u{202e}b\u{200b}c\r\n\t d\u{0}e"), "abc d\u{fffd}e");
        let long = title(&"ä".repeat(TITLE_CHARS_MAX + 1));
        assert_eq!(
            (long.chars().count(), long.ends_with("ä…")),
            (TITLE_CHARS_MAX, true)
        );
        assert_eq!(
            title(&"ä".repeat(TITLE_CHARS_MAX)).chars().count(),
            TITLE_CHARS_MAX
        );
    }

    /// However a page is nested, reading it takes no more than its length.
    #[test]
    fn deep_pages_are_read_too() {
        let deep = "<div a=1>".repeat(50_000) + "<title>end</title>";
        assert_eq!(page(&deep).title.as_deref(), Some("end"));
        let wide = format!(
            "<p {}>",
            (0..50_000).map(|n| format!("a{n}=1 ")).collect::<String>()
        );
        assert_eq!(page(&wide), Page::default());
    }
}
