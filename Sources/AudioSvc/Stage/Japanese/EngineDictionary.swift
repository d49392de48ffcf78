// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Foundation

/// Open JTalk's dictionary: which words it knows, and a private copy that knows a line's own words too.
///
/// The MeCab inside Open JTalk takes no user dictionary: it opens `dicrc`, and ignores a `userdic` there. But it asks
/// `char.bin` which class a character outside its dictionary belongs to, and `unk.dic` what a word of that class is.
/// So each word of ours is written in the text as one private-use character, given a class of its own there, with the
/// word's reading and accent. The copy takes 300 kB of links and small files; the dictionary's 100 MB stay where they
/// are.
struct EngineDictionary: Sendable {
    let folder: URL
    private let words: DictionaryFile
    private let unknownWords: DictionaryFile
    private let characters: Data
    /// Context ids of parts of speech, from `left-id.def`.
    private let contextIDs: [String: UInt16]

    /// - Throws: `voiceMissing` when the folder holds no dictionary this code can read.
    init(folder: String) throws {
        self.folder = URL(fileURLWithPath: folder)
        do {
            self.words = try DictionaryFile(self.folder.appending(path: "sys.dic"))
            self.unknownWords = try DictionaryFile(self.folder.appending(path: "unk.dic"))
            self.characters = try Data(contentsOf: self.folder.appending(path: "char.bin"))
            self.contextIDs = try Self.readContextIDs(self.folder.appending(path: "left-id.def"))
        } catch {
            throw JobFailure(.voiceMissing, folder, detail: "not an Open JTalk dictionary in UTF-8")
        }
    }

    /// Changes when the dictionary does; not a hash, since its largest file has 100 MB.
    var fingerprint: String { "\(self.words.fingerprint)/\(self.unknownWords.fingerprint)" }

    /// What the dictionary says of a word written as it writes words, full width: one string of fields a sense.
    func features(of word: String) -> [String] { self.words.features(of: word) }

    func knows(_ word: String) -> Bool { !self.words.features(of: word).isEmpty }

    func knowsNoun(_ word: String) -> Bool { self.words.features(of: word).contains { $0.hasPrefix("名詞") } }

    /// Writes a dictionary that reads the private-use character of each word as that word.
    ///
    /// - Parameter words: At most ``SpokenWord/limit``; the first has the first character.
    func writeCopy(knowing words: [SpokenWord], to copy: URL) throws {
        let files = FileManager.default
        try files.createDirectory(at: copy, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: self.folder.path)
        where name != "unk.dic" && name != "char.bin" {
            try files.createSymbolicLink(
                at: copy.appending(path: name),
                withDestinationURL: self.folder.appending(path: name).resolvingSymlinksInPath())
        }
        let names = words.indices.map { "WORD\($0)" }
        let entries = zip(names, words).map { name, word in
            let partOfSpeech = word.kind.partOfSpeech
            return DictionaryFile.Entry(
                key: name, contextID: self.contextIDs[partOfSpeech] ?? 0,
                // The seventh field, open in a context's name, is the word's base form; reading and
                // pronunciation follow.
                feature: "\(partOfSpeech.dropLast())\(word.reading),\(word.reading),\(word.reading),"
                    + "\(word.accent)/\(word.moraCount),\(word.chainRule)")
        }
        try self.unknownWords.adding(entries).write(to: copy.appending(path: "unk.dic"))
        try self.characterClasses(adding: names).write(to: copy.appending(path: "char.bin"))
    }

    /// `char.bin`: a count, that many names of 32 bytes, and 65 535 classes of 32 bits.
    private func characterClasses(adding names: [String]) throws -> Data {
        let count = Int(self.characters.littleEndianInteger(at: 0) as UInt32)
        let tableStart = 4 + count * 32
        guard self.characters.count == tableStart + 4 * 0xFFFF, count + names.count <= 255 else {
            throw CocoaError(.fileReadCorruptFile)
        }
        var file = Data()
        file.append(littleEndian: UInt32(count + names.count))
        file.append(self.characters[4..<tableStart])
        for name in names { file.append(Data(name.utf8) + Data(count: 32 - name.utf8.count)) }
        var table = Data(self.characters[tableStart...])
        for index in names.indices {
            // 18 bits of kinds, 8 of default class, 4 of length, then group and invoke: one character is one word.
            let info = UInt32(1) << 17 | UInt32(count + index) << 18 | UInt32(1) << 26 | UInt32(1) << 31
            let offset = table.startIndex + 4 * (Int(SpokenWord.firstPlaceholder) + index)
            table.replaceSubrange(
                offset..<offset + 4, with: withUnsafeBytes(of: info.littleEndian) { Data($0) })
        }
        return file + table
    }

    /// Lines of `id part-of-speech,...`.
    private static func readContextIDs(_ url: URL) throws -> [String: UInt16] {
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
        let pairs = lines.compactMap { line -> (String, UInt16)? in
            let fields = line.split(separator: " ", maxSplits: 1)
            guard fields.count == 2, let id = UInt16(fields[0]) else { return nil }
            return (String(fields[1]), id)
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
