// SPDX-License-Identifier: Apache-2.0
internal import Domain

/// What Open JTalk writes with `-ot`: how it read the text, and when it said each phone.
struct JTalkTrace: Sendable {
    /// One word of the analysis.
    struct Word: Hashable, Sendable {
        var surface: String
        var pronunciation: String
        /// As `accent/morae`.
        var accent: String
    }

    let words: [Word]
    /// In samples at ``SoundFormat/sampleRateHz``, from the start of the sound.
    let phones: [Phone]

    /// Where something is said: from the first phone that is no silence to the last.
    var speech: Range<Int>? {
        let spoken = self.phones.filter { $0.name != "sil" && $0.name != "pau" }
        guard let first = spoken.first, let last = spoken.last else { return nil }
        return first.samples.lowerBound..<last.samples.upperBound
    }

    init(_ text: String) {
        var words: [Word] = []
        var phones: [Phone] = []
        var section = Substring()
        // What follows these two sections is the model's inside, thousands of lines long.
        let end = text.utf8.count > 4_096 ? text.firstRange(of: "[Global")?.lowerBound : nil
        for line in text[..<(end ?? text.endIndex)].split(separator: "\n") {
            if line.hasPrefix("[") {
                section = line
            } else if section.hasPrefix("[Text") {
                if let word = Self.word(line) { words.append(word) }
            } else if section.hasPrefix("[Output"), let phone = Self.phone(line) {
                phones.append(phone)
            }
        }
        self.words = words
        self.phones = phones
    }

    /// `surface,part of speech x 3,conjugation x 2,form,base,reading,pronunciation,accent/morae,rule,chain`
    private static func word(_ line: Substring) -> Word? {
        let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        // A comma in the surface would shift the fields, so they are counted from the end.
        guard fields.count >= 13 else { return nil }
        return Word(
            surface: String(fields[0]), pronunciation: String(fields[fields.count - 4]),
            accent: String(fields[fields.count - 3]))
    }

    /// `start end context`, in units of 100 ns, with the phone between `-` and `+`.
    private static func phone(_ line: Substring) -> Phone? {
        let fields = line.split(separator: " ")
        guard fields.count == 3, let start = Int(fields[0]), let end = Int(fields[1]), start <= end,
            let dash = fields[2].firstIndex(of: "-"),
            let plus = fields[2][dash...].firstIndex(of: "+")
        else { return nil }
        let name = fields[2][fields[2].index(after: dash)..<plus]
        return Phone(name: String(name), samples: Self.samples(start)..<Self.samples(end))
    }

    private static func samples(_ hundredNanoseconds: Int) -> Int {
        hundredNanoseconds / 1_000 * SoundFormat.sampleRateHz / 10_000
    }
}
