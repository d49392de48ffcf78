// SPDX-License-Identifier: Apache-2.0

/// Why a film could not be made, in words for the person who asked for it.
///
/// Every stage throws this for what its user can see or mend. Its code is stable: API clients switch on it.
package struct JobFailure: Error, Codable, Hashable, Sendable {
    package let code: Code
    /// What it happened to: an address, a path, a field.
    package let subject: String
    /// What exactly was wrong with it, in English; may be empty. Never a secret, never a stack trace.
    package let detail: String
    /// The detail in Japanese; nil where nobody has put it so.
    package let japaneseDetail: String?

    /// A detail for those who run or write the program.
    package init(_ code: Code, _ subject: String, detail: String = "") {
        self.code = code
        self.subject = subject
        self.detail = detail
        self.japaneseDetail = nil
    }

    /// A detail that a visitor may see.
    package init(_ code: Code, _ subject: String, detail: Localized) {
        self.code = code
        self.subject = subject
        self.detail = detail.english
        self.japaneseDetail = detail.japanese
    }

    /// The same with each of its texts at most so long.
    package func shortened(to maximumBytes: Int) -> JobFailure {
        func cut(_ text: String) -> String { text.prefix(utf8: maximumBytes) }
        let (subject, detail) = (cut(self.subject), cut(self.detail))
        return self.japaneseDetail.map {
            JobFailure(self.code, subject, detail: Localized(ja: cut($0), en: detail))
        } ?? JobFailure(self.code, subject, detail: detail)
    }

    package enum Code: String, Codable, CaseIterable, Sendable {
        // Reading the source.
        case addressInvalid, addressRefused, addressUnreachable, addressTimedOut, httpStatus, tooManyRedirects
        case sourceTooLarge, sourceNotFound, sourceUnreadable, sourceNotText, sourceNotArticle, sourceEmpty
        case sourceNotInLanguage
        // Files a person writes.
        case scriptInvalid, configurationInvalid, sceneRangeInvalid
        // What the machine must have.
        case fontMissing, voiceMissing, assetMissing, engineFailed
        // Where the film goes.
        case outputUnwritable, outputExists, diskFull
        // What becomes of a job in a cluster.
        case attemptsExhausted, deadlineExceeded, artifactVanished, undeliverable, schemaUnknown
        case tooBusy, clusterUnreachable
        case cancelled, internalFailure
    }
}

extension JobFailure {
    /// Exit codes of `moviegen`, after sysexits(3); docs/errors.md lists them.
    package var exitCode: Int32 {
        switch self.code {
        case .addressInvalid, .sceneRangeInvalid: 64
        case .sourceNotText, .sourceNotArticle, .sourceEmpty, .sourceTooLarge, .sourceNotInLanguage,
            .scriptInvalid:
            65
        case .sourceNotFound, .sourceUnreadable: 66
        case .addressUnreachable, .addressTimedOut, .httpStatus, .tooManyRedirects: 68
        case .fontMissing, .voiceMissing, .assetMissing, .engineFailed: 69
        case .internalFailure: 70
        case .attemptsExhausted, .deadlineExceeded, .artifactVanished, .undeliverable, .schemaUnknown,
            .tooBusy:
            75
        case .clusterUnreachable: 69
        case .outputUnwritable, .outputExists: 73
        case .diskFull: 74
        case .addressRefused: 77
        case .configurationInvalid: 78
        case .cancelled: 130
        }
    }

    /// One sentence on what happened to what, and one on what to do.
    package func message(in language: Language) -> String {
        let known = language == .japanese ? self.japaneseDetail ?? self.detail : self.detail
        let detail = known.isEmpty ? "" : (language == .japanese ? "（\(known)）" : " (\(known))")
        let (happened, remedy) = self.sentences
        return
            "\(self.subject): \(happened[language])\(detail)\(language == .japanese ? "。" : ". ")\(remedy[language])"
    }

    var sentences: (happened: Localized, remedy: Localized) {
        switch self.code {
        case .addressInvalid:
            (
                Localized(ja: "URLとして読めません", en: "this is not a usable address"),
                Localized(
                    ja: "http:// または https:// で始まるURLを入力してください。", en: "Give an http:// or https:// URL.")
            )
        case .addressRefused:
            (
                Localized(
                    ja: "公開されていないアドレスやポートは取得しません",
                    en: "addresses and ports that are not public are not fetched"),
                Localized(
                    ja: "公開されたURLを指定するか、手元での利用なら --allow-private-addresses を付けてください。",
                    en: "Use a public URL, or pass --allow-private-addresses for local use.")
            )
        case .addressUnreachable:
            (
                Localized(ja: "サーバーに接続できません", en: "the server could not be reached"),
                Localized(
                    ja: "URLとネットワークを確かめて、もう一度お試しください。", en: "Check the URL and your network, then try again.")
            )
        case .addressTimedOut:
            (
                Localized(ja: "時間内に応答がありませんでした", en: "the server did not answer in time"),
                Localized(ja: "しばらく待ってからもう一度お試しください。", en: "Try again in a while.")
            )
        case .httpStatus:
            (
                Localized(ja: "ページを取得できませんでした", en: "the server refused the page"),
                Localized(ja: "ブラウザーで開けるURLか確かめてください。", en: "Check that the URL opens in a browser.")
            )
        case .tooManyRedirects:
            (
                Localized(ja: "転送が多すぎます", en: "the address redirects too many times"),
                Localized(ja: "転送先のURLを直接指定してください。", en: "Give the final URL.")
            )
        case .sourceTooLarge:
            (
                Localized(ja: "大きすぎて読めません", en: "this is too large to read"),
                Localized(
                    ja: "短い記事を選ぶか、必要な部分だけをテキストにしてください。",
                    en: "Choose a shorter article, or pass the part you need as text.")
            )
        case .sourceNotFound:
            (
                Localized(ja: "ファイルが見つかりません", en: "file not found"),
                Localized(ja: "パスを確かめてください。", en: "Check the path.")
            )
        case .sourceUnreadable:
            (
                Localized(ja: "読み取れません", en: "this cannot be read"),
                Localized(ja: "ファイルの種類とアクセス権を確かめてください。", en: "Check that it is a file you may read.")
            )
        case .sourceNotText:
            (
                Localized(ja: "記事のページではありません", en: "this is not a page of text"),
                Localized(
                    ja: "HTML・Markdown・テキストの記事を指定してください（PDFや動画は読めません）。",
                    en: "Give an article in HTML, Markdown or text; PDFs and videos are not read.")
            )
        case .sourceNotArticle:
            (
                Localized(ja: "記事の本文が見つかりません", en: "no article was found on this page"),
                Localized(
                    ja: "一覧やメニューではなく、記事そのもののURLを指定してください。",
                    en: "Give the address of the article itself, not of a list or menu.")
            )
        case .sourceEmpty:
            (
                Localized(ja: "文章がありません", en: "there is no text here"),
                Localized(ja: "文章のある記事を指定してください。", en: "Give an article with text in it.")
            )
        case .sourceNotInLanguage:
            (
                Localized(ja: "記事の言語では動画を作れません", en: "no film can be made in this article's language"),
                Localized(
                    ja: "日本語か英語の記事を指定するか、記事と同じ言語を --language で選んでください。",
                    en: "Use a Japanese or English article, and the article's own language with --language.")
            )
        case .scriptInvalid:
            (
                Localized(ja: "台本に誤りがあります", en: "the script is not valid"),
                Localized(
                    ja: "示された箇所を直して、moviegen script validate で確かめてください。",
                    en: "Mend it there and check it with: moviegen script validate")
            )
        case .configurationInvalid:
            (
                Localized(ja: "設定に誤りがあります", en: "the configuration is not valid"),
                Localized(
                    ja: "示された箇所を直して、moviegen config validate で確かめてください。",
                    en: "Mend it there and check it with: moviegen config validate")
            )
        case .sceneRangeInvalid:
            (
                Localized(ja: "シーンの範囲が正しくありません", en: "this is not a usable scene range"),
                Localized(ja: "1-3、6-、-3、2 のように指定してください。", en: "Write it like 1-3, 6-, -3 or 2.")
            )
        case .fontMissing:
            (
                Localized(ja: "フォントがありません", en: "a font is missing"),
                Localized(ja: "make setup を実行してください。", en: "Run: make setup")
            )
        case .voiceMissing:
            (
                Localized(ja: "音声合成に必要なものがありません", en: "a voice is missing"),
                Localized(ja: "make setup を実行してください。", en: "Run: make setup")
            )
        case .assetMissing:
            (
                Localized(ja: "素材ファイルがありません", en: "an asset is missing"),
                Localized(
                    ja: "パスを確かめるか、設定からその行を消してください。",
                    en: "Check the path, or remove that line from the configuration.")
            )
        case .engineFailed:
            (
                Localized(ja: "処理エンジンが失敗しました", en: "an engine failed"),
                Localized(
                    ja: "もう一度実行してください。続く場合は --verbose の出力を添えて報告してください。",
                    en: "Run it again; if it persists, report it with the output of --verbose.")
            )
        case .outputUnwritable:
            (
                Localized(ja: "書き込めません", en: "the output cannot be written"),
                Localized(
                    ja: "フォルダーとアクセス権を確かめるか、-o（保存先なら --cache）で別の場所を指定してください。",
                    en: "Check the folder and its permissions, or choose another place with -o (or --cache).")
            )
        case .outputExists:
            (
                Localized(ja: "同じ名前のファイルがあります", en: "a file of that name exists"),
                Localized(
                    ja: "別の名前にするか、--force で上書きしてください。",
                    en: "Choose another name, or overwrite it with --force.")
            )
        case .diskFull:
            (
                Localized(ja: "ディスクの空きがありません", en: "the disk is full"),
                Localized(
                    ja: "空きを作ってもう一度実行すると、続きから再開します。",
                    en: "Free some space and run it again; it goes on where it stopped.")
            )
        case .attemptsExhausted:
            (
                Localized(ja: "何度か試しましたが、処理が完了しませんでした", en: "this did not succeed in any of its attempts"),
                Localized(ja: "時間をおいて再試行してください。", en: "Try it again later.")
            )
        case .deadlineExceeded:
            (
                Localized(ja: "制限時間内に完成しませんでした", en: "this was not finished within its time limit"),
                Localized(ja: "混雑が収まってから再試行してください。", en: "Try it again when there is less to do.")
            )
        case .artifactVanished:
            (
                Localized(ja: "作業中のデータが失われました", en: "something that was made for this film is gone"),
                Localized(ja: "再試行すると、はじめから作り直します。", en: "Try it again: it is made anew.")
            )
        case .undeliverable:
            (
                Localized(ja: "処理の依頼がどのワーカーにも届きませんでした", en: "its messages reached no worker"),
                Localized(
                    ja: "管理者がワーカーとキューを確かめ、再試行してください。",
                    en: "Have the workers and queues looked at, then try it again.")
            )
        case .tooBusy:
            (
                Localized(ja: "いまは受け付けられません", en: "no more jobs are taken now"),
                Localized(ja: "しばらく待ってからもう一度お試しください。", en: "Try again in a while.")
            )
        case .clusterUnreachable:
            (
                Localized(ja: "サーバーを利用できません", en: "the server cannot be used"),
                Localized(
                    ja: "起動しているか、接続先が正しいか確かめてください（手元では make up）。",
                    en: "Check that it runs and that its address is right (on this machine: make up).")
            )
        case .schemaUnknown:
            (
                Localized(ja: "新しい形式の依頼を処理できるワーカーがありません", en: "no running worker is new enough for this job"),
                Localized(ja: "ワーカーの更新後に再試行してください。", en: "Try it again when the workers have been updated.")
            )
        case .cancelled:
            (
                Localized(ja: "中断しました", en: "stopped"),
                Localized(ja: "もう一度実行すると、続きから再開します。", en: "Run it again to go on where it stopped.")
            )
        case .internalFailure:
            (
                Localized(ja: "予期しないエラーが起きました", en: "something unexpected went wrong"),
                Localized(
                    ja: "--verbose の出力を添えて報告してください。", en: "Please report it with the output of --verbose.")
            )
        }
    }
}

extension String {
    /// As much of the beginning as fits, cut between characters.
    fileprivate func prefix(utf8 maximumBytes: Int) -> String {
        var end = self.startIndex
        var bytes = 0
        while end < self.endIndex {
            bytes += self[end].utf8.count
            guard bytes <= maximumBytes else { break }
            end = self.index(after: end)
        }
        return String(self[..<end])
    }
}
