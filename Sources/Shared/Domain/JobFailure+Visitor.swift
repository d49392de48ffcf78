// SPDX-License-Identifier: Apache-2.0

extension JobFailure.Code {
    /// Whether what was asked for is at fault, and only who asked can mend it; nothing of ours failed.
    package var isOfItsAsker: Bool {
        switch self {
        case .addressInvalid, .addressRefused, .addressUnreachable, .addressTimedOut, .httpStatus,
            .tooManyRedirects, .sourceTooLarge, .sourceNotText, .sourceNotArticle, .sourceEmpty,
            .sourceNotInLanguage, .scriptInvalid, .configurationInvalid, .sceneRangeInvalid:
            true
        case .sourceNotFound, .sourceUnreadable, .fontMissing, .voiceMissing, .assetMissing, .engineFailed,
            .outputUnwritable, .outputExists, .diskFull, .attemptsExhausted, .deadlineExceeded,
            .artifactVanished, .undeliverable, .schemaUnknown, .tooBusy, .clusterUnreachable, .cancelled,
            .internalFailure:
            false
        }
    }
}

extension JobFailure {
    /// Like ``message(in:)``, for somebody who has a web page and no terminal: it names no option, command or network of
    /// his, and of what is ours to mend it tells no inside. What it happened to is beside it already.
    package func visitorMessage(in language: Language) -> String {
        let happened = self.sentences.happened[language]
        let detail = self.code.isOfItsAsker ? self.visitorDetail(in: language) : ""
        let remedy = self.visitorRemedy[language]
        return switch language {
        case .japanese: "\(happened)\(detail.isEmpty ? "" : "（\(detail)）")。\(remedy)"
        case .english:
            "\(happened.prefix(1).uppercased())\(happened.dropFirst())\(detail.isEmpty ? "" : " (\(detail))"). \(remedy)"
        }
    }

    /// A Japanese reader goes without a detail that is only there in English.
    private func visitorDetail(in language: Language) -> String {
        language == .japanese ? self.japaneseDetail ?? "" : self.detail
    }

    private var visitorRemedy: Localized {
        switch self.code {
        case .addressRefused:
            Localized(ja: "公開されたページのURLを指定してください。", en: "Use the URL of a public page.")
        case .addressUnreachable:
            Localized(
                ja: "URLに打ち間違いがないか確かめて、もう一度お試しください。", en: "Check the URL for typing errors, then try again.")
        case .httpStatus:
            Localized(
                ja: "URLがブラウザーで開けるか確かめてください。開けるのに失敗する場合は、文章を貼り付けて作れます。",
                en: "Check that the URL opens in a browser. If it does, paste the text instead.")
        case .sourceTooLarge:
            Localized(
                ja: "短い記事を選ぶか、必要な部分だけを文章として貼り付けてください。",
                en: "Choose a shorter article, or paste the part you need as text.")
        case .sourceNotArticle:
            Localized(
                ja: "一覧やメニューではなく、記事そのもののURLを指定するか、文章を貼り付けてください。",
                en: "Give the address of the article itself, not of a list or menu, or paste its text.")
        case .sourceNotInLanguage:
            Localized(
                ja: "日本語か英語の記事を指定するか、記事と同じ言語を選んでください。",
                en: "Use a Japanese or English article, and choose the article's own language.")
        case .scriptInvalid, .configurationInvalid, .sceneRangeInvalid:
            Localized(ja: "直してから、もう一度お試しください。", en: "Mend it, then try again.")
        case .addressInvalid, .addressTimedOut, .tooManyRedirects, .sourceNotText, .sourceEmpty:
            self.sentences.remedy
        case .attemptsExhausted, .deadlineExceeded, .engineFailed, .diskFull, .artifactVanished,
            .undeliverable, .schemaUnknown, .tooBusy, .clusterUnreachable, .internalFailure:
            Localized(ja: "しばらく待ってから、もう一度お試しください。", en: "Please try again in a while.")
        case .cancelled: Localized(ja: "もう一度作成できます。", en: "You can make it again.")
        case .fontMissing, .voiceMissing, .assetMissing, .outputUnwritable, .outputExists, .sourceNotFound,
            .sourceUnreadable:
            Localized(ja: "管理者にお知らせください。", en: "Please tell whoever runs this service.")
        }
    }
}
