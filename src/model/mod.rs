//! What is known about languages: statistics made from text, read from static memory.

pub mod likelihood;
