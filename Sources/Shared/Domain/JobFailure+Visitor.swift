// SPDX-License-Identifier: Apache-2.0

extension JobFailure {
    /// Like ``message(in:)``, for somebody who has a web page and no terminal: it names no option or command, and of
    /// what is ours to mend it tells no inside.
    package func visitorMessage(in language: Language) -> String {
        let happened = self.sentences.happened[language]
        let stop = language == .japanese ? "。" : ". "
        guard let remedy = self.visitorRemedy else {
            let subject = self.subject.isEmpty ? "" : "\(self.subject): "
            let brackets = language == .japanese ? ("（", "）") : (" (", ")")
            let detail = self.detail.isEmpty ? "" : "\(brackets.0)\(self.detail)\(brackets.1)"
            return "\(subject)\(happened)\(detail)\(stop)\(self.sourceRemedy[language])"
        }
        let start = language == .english ? happened.prefix(1).uppercased() + happened.dropFirst() : happened
        return "\(start)\(stop)\(remedy[language])"
    }

    /// What a visitor can do about what is not his doing; nil where the source is at fault, and may be shown to him.
    private var visitorRemedy: Localized? {
        switch self.code {
        case .addressInvalid, .addressRefused, .addressUnreachable, .addressTimedOut, .httpStatus,
            .tooManyRedirects, .sourceTooLarge, .sourceNotText, .sourceNotArticle, .sourceEmpty,
            .sourceNotInLanguage, .scriptInvalid, .configurationInvalid, .sceneRangeInvalid:
            nil
        case .attemptsExhausted, .deadlineExceeded, .engineFailed, .diskFull, .artifactVanished,
            .undeliverable,
            .schemaUnknown, .tooBusy, .clusterUnreachable, .internalFailure:
            Localized(ja: "しばらく待ってから、もう一度お試しください。", en: "Please try again in a while.")
        case .cancelled: Localized(ja: "もう一度作成できます。", en: "You can make it again.")
        case .fontMissing, .voiceMissing, .assetMissing, .outputUnwritable, .outputExists, .sourceNotFound,
            .sourceUnreadable:
            Localized(ja: "管理者にお知らせください。", en: "Please tell whoever runs this service.")
        }
    }

    private var sourceRemedy: Localized {
        switch self.code {
        case .addressRefused:
            Localized(ja: "公開されたURLを指定してください。", en: "Use a public URL.")
        case .sourceNotInLanguage:
            Localized(
                ja: "日本語か英語の記事を指定するか、記事と同じ言語を選んでください。",
                en: "Use a Japanese or English article, and choose the article's own language.")
        case .scriptInvalid, .configurationInvalid, .sceneRangeInvalid:
            Localized(ja: "示された箇所を直してください。", en: "Mend it there.")
        default: self.sentences.remedy
        }
    }
}
