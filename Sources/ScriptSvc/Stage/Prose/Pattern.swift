// SPDX-License-Identifier: Apache-2.0

/// A regular expression made once: a literal in a function is parsed anew by every call, which is most of what
/// reading a long article would cost.
///
/// Sendable because nothing changes a `Regex` after it is made, and the program it lowers to on first use is stored
/// atomically by the standard library.
struct Pattern<Output>: @unchecked Sendable {
    let regex: Regex<Output>

    init(_ regex: Regex<Output>) { self.regex = regex }
}
