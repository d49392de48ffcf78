// SPDX-License-Identifier: Apache-2.0
internal import Domain
internal import Synchronization

/// How Flite says English words: by its lexicon, or by the rules it learnt from one.
enum FlitePhones {
    /// Words already asked for, by program. Flite always answers the same.
    private static let known = Mutex<[String: [String: [String]]]>([:])

    /// Words in one call: their text is far shorter than an argument may be.
    private static let batchSize = 100

    /// The phones of each word; words Flite gave no clear answer for are left out.
    ///
    /// - Parameter words: Lower case, Latin letters only.
    /// - Returns: Empty where there is no Flite: Japanese is read without it, only with worse guesses.
    /// - Throws: Only `CancellationError`. Takes about 50 ms a hundred words, the first time.
    static func phones(of words: Set<String>, program: String) async throws -> [String: [String]] {
        let before = Self.known.withLock { $0[program] ?? [:] }
        // Sorted, so that Flite is asked the same of the same script.
        var missing = words.filter { before[$0] == nil }.sorted()[...]
        var found: [String: [String]] = [:]
        while !missing.isEmpty {
            found.merge(try await Self.ask(Array(missing.prefix(Self.batchSize)), program)) { first, _ in
                first
            }
            missing = missing.dropFirst(Self.batchSize)
        }
        Self.known.withLock { known in
            known[program, default: [:]].merge(found) { first, _ in first }
        }
        return before.merging(found) { first, _ in first }.filter { words.contains($0.key) }
    }

    private static func ask(_ words: [String], _ program: String) async throws -> [String: [String]] {
        let output: String
        do {
            let result = try await Child.run(
                program, ["-ps", "-t", words.joined(separator: ", "), "none"], patience: .seconds(600))
            output = result.succeeded ? result.output : ""
        } catch is JobFailure {
            // A film in Japanese needs no Flite.
            return [:]
        }
        // A comma makes a pause, so each word stands between two.
        let answers = output.split(whereSeparator: \.isWhitespace).map(String.init).split(separator: "pau")
        if answers.count == words.count {
            return Dictionary(zip(words, answers.map(Array.init))) { first, _ in first }
        }
        // Some word among them was no word to Flite: halves find out which.
        guard words.count > 1, !output.isEmpty else { return [:] }
        let middle = words.count / 2
        let first = try await Self.ask(Array(words[..<middle]), program)
        return first.merging(try await Self.ask(Array(words[middle...]), program)) { one, _ in one }
    }
}
