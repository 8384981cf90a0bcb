//! The page's first words stand in `index.html` too, where they are read before the program is there.

use handshake::explain::handshake_intro;

#[test]
fn the_first_words_of_the_page_are_those_of_the_program() {
    let page = include_str!("../index.html");
    let intro = handshake_intro();
    assert!(page.contains(&format!("<h2>{}</h2>", intro.title)), "the heading is not: {}", intro.title);
    assert!(page.contains(&format!("<p>{}</p>", intro.simple)), "the text is not: {}", intro.simple);
}
