//! The lessons that come with the page.

/// A lesson that comes with the page: a file of `public/lessons`, which lies in `lessons` beside it.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// The word for it in a link, which is also the name of its file, without `.md`.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
}

impl Shipped {
    /// Where it lies, seen from the page.
    #[must_use]
    pub fn path(&self) -> String {
        ["lessons/", self.name, ".md"].concat()
    }
}

/// The lessons that come with the page, in the order in which they build on each other.
pub const SHIPPED: [Shipped; 5] = [
    Shipped { name: "why", title: "What a handshake is for" },
    Shipped { name: "keys", title: "Agreeing on keys in public" },
    Shipped { name: "who", title: "Who am I talking to?" },
    Shipped { name: "interference", title: "What if someone interferes?" },
    Shipped { name: "again", title: "Faster the second time" },
];

/// The lesson of that name.
#[must_use]
pub fn shipped(name: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|lesson| lesson.name == name)
}
