// SPDX-License-Identifier: Apache-2.0
package import Artifacts
package import Domain
package import Fetch
internal import Foundation
internal import Morphology

/// Reads an article and writes the script of its film.
package struct ScriptStage: Sendable {
    private let store: any ArtifactStore
    private let reader: SourceReader

    package init(store: any ArtifactStore, fetcher: Fetcher) {
        self.store = store
        self.reader = SourceReader(fetcher: fetcher)
    }

    /// The main text of a page or a file.
    ///
    /// - Throws: ``JobFailure``: what fetching throws, `sourceNotFound`, `sourceUnreadable`, `sourceTooLarge` above
    ///   10 MiB, `sourceNotText`, `sourceNotArticle`, `sourceEmpty`. `CancellationError` when cancelled.
    package func readArticle(at source: ArticleSource) async throws -> Article {
        try await self.reader.article(at: source)
    }

    /// A dialogue of the article's key sentences, in at most ten sections. Equal inputs give equal scripts.
    ///
    /// - Parameter cast: The first persona with the role of explainer explains, the others take turns asking; one alone
    ///   gives a monologue.
    /// - Throws: ``JobFailure`` with `sourceNotInLanguage`, `sourceEmpty` when fewer than two sentences can be said,
    ///   `assetMissing` without a Japanese dictionary, `configurationInvalid` for an empty cast.
    package func writeScript(
        for article: Article, cast: [Persona], options: ScriptOptions
    ) async throws -> Script {
        struct Inputs: Encodable {
            let article: Article
            let cast: [Persona]
            let options: ScriptOptions
        }
        let recipe = try Recipe(
            step: "script.outline", version: OutlineWriter.version,
            inputs: Inputs(article: article, cast: cast, options: options))
        if let known = try await self.store.object(for: recipe) {
            let bytes = try await self.store.bytes(of: known)
            // An object of another shape was written by another version: it is written anew.
            if let script = try? JSONDecoder().decode(Script.self, from: bytes) { return script }
        }
        let writer = OutlineWriter(
            prose: try Self.prose(for: article, options: options), cast: try Cast(cast), options: options)
        let script = try writer.script(for: article)
        try Task.checkCancellation()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try await self.store.store(try encoder.encode(script), for: recipe)
        return script
    }

    private static func prose(for article: Article, options: ScriptOptions) throws -> any Prose {
        guard let language = article.language else {
            throw JobFailure(
                .sourceNotInLanguage, article.source,
                detail: Localized(
                    ja: "日本語でも英語でもない文章です", en: "its text is in neither Japanese nor English"))
        }
        if let wanted = options.language, wanted != language {
            throw JobFailure(
                .sourceNotInLanguage, article.source,
                detail: Localized(
                    ja: "記事は\(language.japaneseName)、指定は\(wanted.japaneseName)です",
                    en:
                        "the article is in “\(language.rawValue)”, the film was asked for in “\(wanted.rawValue)”"
                ))
        }
        return try ProseLibrary.prose(of: article, in: language)
    }
}

/// The languages a script can be written in.
enum ProseLibrary {
    /// - Throws: ``JobFailure`` with `assetMissing` when the machine has no Japanese dictionary.
    static func prose(of article: Article, in language: Language) throws -> any Prose {
        switch language {
        case .japanese: JapaneseProse(analyzer: try MorphologicalAnalyzer())
        case .english: EnglishProse(of: article)
        }
    }
}

extension Language {
    fileprivate var japaneseName: String {
        switch self {
        case .japanese: "日本語"
        case .english: "英語"
        }
    }
}
