//! Whose a timer is.

/// Its conversation, its key, its generation, and the next timer of that conversation, in 17 bytes.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Whose {
    conversation: [u8; 4],
    /// The number of the next timer, plus one.
    next: [u8; 4],
    key: [u8; 3],
    generation: [u8; 6],
}

impl Whose {
    /// Numbers of keys have 24 bits and generations 48: there is no memory for more rules, and no time for more settings.
    pub(super) fn new(conversation: u32, key: u32, generation: u64) -> Self {
        let [a, b, c, _] = key.to_le_bytes();
        let conversation = conversation.to_le_bytes();
        let mut whose = Self { conversation, key: [a, b, c], ..Self::default() };
        whose.set_generation(generation);
        whose
    }

    pub(super) fn conversation(self) -> u32 {
        u32::from_le_bytes(self.conversation)
    }

    pub(super) fn next(self) -> Option<u32> {
        u32::from_le_bytes(self.next).checked_sub(1)
    }

    pub(super) fn set_next(&mut self, next: Option<u32>) {
        self.next = next.map_or(0, |next| next.saturating_add(1)).to_le_bytes();
    }

    pub(super) fn key(self) -> u32 {
        let [a, b, c] = self.key;
        u32::from_le_bytes([a, b, c, 0])
    }

    pub(super) fn generation(self) -> u64 {
        let [a, b, c, d, e, f] = self.generation;
        u64::from_le_bytes([a, b, c, d, e, f, 0, 0])
    }

    pub(super) fn set_generation(&mut self, generation: u64) {
        let [a, b, c, d, e, f, ..] = generation.to_le_bytes();
        self.generation = [a, b, c, d, e, f];
    }
}
