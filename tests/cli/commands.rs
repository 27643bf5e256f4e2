//! Each command on real books.
