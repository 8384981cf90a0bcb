//! The lessons that come with the program.

/// A lesson that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    /// The word for it in a link.
    pub name: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The lesson as it is written.
    pub text: &'static str,
}

/// The lessons that come with the program, in the order in which they build on each other.
pub const SHIPPED: [Shipped; 5] = [
    Shipped { name: "why", title: "What a handshake is for", text: include_str!("../../public/lessons/why.md") },
    Shipped { name: "keys", title: "Agreeing on keys in public", text: include_str!("../../public/lessons/keys.md") },
    Shipped { name: "who", title: "Who am I talking to?", text: include_str!("../../public/lessons/who.md") },
    Shipped {
        name: "interference",
        title: "What if someone interferes?",
        text: include_str!("../../public/lessons/interference.md"),
    },
    Shipped { name: "again", title: "Faster the second time", text: include_str!("../../public/lessons/again.md") },
];

/// The lesson of that name.
#[must_use]
pub fn shipped(name: &str) -> Option<&'static Shipped> {
    SHIPPED.iter().find(|lesson| lesson.name == name)
}
