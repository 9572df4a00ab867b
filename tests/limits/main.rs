//! Every limit at its value, where nothing is said of it, and one beyond, where it is refused in its own words;
//! and input that is made to be too much, by the library.

mod beyond;
mod cases;
mod hostile;
mod page;
