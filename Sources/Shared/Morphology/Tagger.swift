// SPDX-License-Identifier: Apache-2.0
internal import CMecab

/// A `mecab_t` and what it was loaded from. Not safe for two threads at once.
struct Tagger: ~Copyable {
    private let tagger: OpaquePointer

    private init(adopting tagger: OpaquePointer) { self.tagger = tagger }

    deinit { mecab_destroy(self.tagger) }

    /// Opens a dictionary folder, or the machine's default one.
    ///
    /// - Returns: nil when there is none, or when it is not in UTF-8.
    static func open(dictionary: String?) -> Tagger? {
        let arguments = ["mecab"] + (dictionary.map { ["-d", $0] } ?? [])
        var pointers = arguments.map { $0.utf8CString }.map { characters in
            let copy = UnsafeMutablePointer<CChar>.allocate(capacity: characters.count)
            _ = characters.withUnsafeBufferPointer { source in
                UnsafeMutableBufferPointer(start: copy, count: source.count).update(fromContentsOf: source)
            }
            return Optional(copy)
        }
        defer { for pointer in pointers { pointer?.deallocate() } }
        guard let pointer = mecab_new(Int32(pointers.count), &pointers) else { return nil }
        let tagger = Tagger(adopting: pointer)
        guard tagger.isUnicode else { return nil }
        return consume tagger
    }

    /// ipadic comes in EUC-JP as well, whose answers would be noise.
    private var isUnicode: Bool {
        guard let information = mecab_dictionary_info(self.tagger), let name = information.pointee.charset
        else {
            return false
        }
        return ["utf8", "utf-8"].contains(String(cString: name).lowercased())
    }

    /// Cuts `text`, which holds no NUL, into morphemes. O(n) for prose.
    func morphemes(of text: String) -> [Morpheme] {
        var copy = text
        return copy.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let start = characters.baseAddress, !characters.isEmpty,
                    let first = mecab_sparse_tonode2(self.tagger, start, characters.count)
                else { return [] }
                return Self.words(from: first)
            }
        }
    }

    /// The words of a node list, which belongs to the tagger and whose surfaces point into the text parsed.
    private static func words(from first: UnsafePointer<mecab_node_t>) -> [Morpheme] {
        var words: [Morpheme] = []
        var next: UnsafePointer<mecab_node_t>? = first
        while let node = next?.pointee {
            if node.stat == UInt8(MECAB_NOR_NODE) || node.stat == UInt8(MECAB_UNK_NODE) {
                let length = Int(node.length)
                let spaceLength = Int(node.rlength) - length
                words.append(
                    Morpheme(
                        surface: Self.string(node.surface, length),
                        leadingSpace: spaceLength > 0
                            ? Self.string(node.surface - spaceLength, spaceLength) : "",
                        features: String(cString: node.feature)))
            }
            next = UnsafePointer(node.next)
        }
        return words
    }

    private static func string(_ start: UnsafePointer<CChar>, _ count: Int) -> String {
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        return String(decoding: bytes, as: UTF8.self)
    }
}
