// SPDX-License-Identifier: Apache-2.0
package import Domain
package import HTTPTypes

/// The gateway's own codes; what is wrong with an article or script has the code of its ``JobFailure``.
package enum ProblemKind: String, CaseIterable, Sendable {
    case bodyInvalid, idempotencyKeyInvalid, filmNotReady
    case tokenInvalid
    case blocked, formForeign
    case routeUnknown, jobUnknown, filmMissing, slideMissing, scriptMissing, letterUnknown, networkNotBlocked
    case workerUnknown
    case methodNotAllowed, methodUnknown
    case jobFinished, jobNotFailed, jobOpen, jobStillOpen
    case preconditionFailed
    case bodyTooLarge
    case mediaTypeUnsupported
    case rangeUnsatisfiable
    case requestInvalid, idempotencyKeyReused
    case dailyLimitReached, retriesSpent, editsSpent, loginsLimited
    case queueFull, diskShort, databaseUnavailable, tooManyStreams
    case internalFailure

    package var status: HTTPResponse.Status {
        switch self {
        case .bodyInvalid, .idempotencyKeyInvalid, .filmNotReady: .badRequest
        case .tokenInvalid: .unauthorized
        case .blocked, .formForeign: .forbidden
        case .routeUnknown, .jobUnknown, .filmMissing, .slideMissing, .scriptMissing, .letterUnknown,
            .networkNotBlocked, .workerUnknown:
            .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .methodUnknown: .notImplemented
        case .jobFinished, .jobNotFailed, .jobOpen, .jobStillOpen: .conflict
        case .preconditionFailed: .preconditionFailed
        case .bodyTooLarge: .contentTooLarge
        case .mediaTypeUnsupported: .unsupportedMediaType
        case .rangeUnsatisfiable: .rangeNotSatisfiable
        case .requestInvalid, .idempotencyKeyReused: .unprocessableContent
        case .dailyLimitReached, .retriesSpent, .editsSpent, .loginsLimited: .tooManyRequests
        case .queueFull, .diskShort, .databaseUnavailable, .tooManyStreams: .serviceUnavailable
        case .internalFailure: .internalServerError
        }
    }

    package var title: Localized {
        switch self {
        case .bodyInvalid: Localized(ja: "リクエストの本文を読めません", en: "The request's body cannot be read")
        case .idempotencyKeyInvalid:
            Localized(ja: "Idempotency-Keyが正しくありません", en: "The Idempotency-Key is not usable")
        case .filmNotReady: Localized(ja: "動画はまだ生成されていません", en: "The film is not made yet")
        case .tokenInvalid: Localized(ja: "トークンが正しくありません", en: "The token is not right")
        case .letterUnknown: Localized(ja: "失敗の記録が見つかりません", en: "There is no such dead letter")
        case .networkNotBlocked: Localized(ja: "遮断されていません", en: "The network is not blocked")
        case .workerUnknown: Localized(ja: "ワーカーが見つかりません", en: "There is no such worker")
        case .jobStillOpen: Localized(ja: "ジョブはまだ終わっていません", en: "The job is not over yet")
        case .loginsLimited: Localized(ja: "ログインの失敗が続いています", en: "Too many logins failed")
        case .blocked: Localized(ja: "このネットワークからは利用できません", en: "This network is blocked")
        case .formForeign: Localized(ja: "フォームの有効期限が切れました", en: "The form has expired")
        case .routeUnknown: Localized(ja: "ページが見つかりません", en: "There is no such page")
        case .jobUnknown: Localized(ja: "ジョブが見つかりません", en: "There is no such job")
        case .filmMissing: Localized(ja: "動画ファイルが見つかりません", en: "There is no such film")
        case .slideMissing: Localized(ja: "スライドが見つかりません", en: "There is no such slide")
        case .scriptMissing: Localized(ja: "台本が見つかりません", en: "There is no script")
        case .methodNotAllowed: Localized(ja: "この操作はできません", en: "This cannot be done here")
        case .methodUnknown: Localized(ja: "このメソッドには対応していません", en: "This method is not known")
        case .jobFinished: Localized(ja: "ジョブはもう終わっています", en: "The job is over already")
        case .jobNotFailed: Localized(ja: "失敗したジョブではありません", en: "The job has not failed")
        case .jobOpen: Localized(ja: "動画を生成中です", en: "The film is being made")
        case .preconditionFailed: Localized(ja: "条件に合いません", en: "The condition does not hold")
        case .bodyTooLarge: Localized(ja: "リクエストが大きすぎます", en: "The request is too large")
        case .mediaTypeUnsupported: Localized(ja: "対応していない形式です", en: "This media type is not taken")
        case .rangeUnsatisfiable: Localized(ja: "指定された範囲がありません", en: "Requested range not satisfiable")
        case .requestInvalid: Localized(ja: "入力内容に誤りがあります", en: "The request is not valid")
        case .idempotencyKeyReused:
            Localized(
                ja: "Idempotency-Keyは別の内容に使われています", en: "The Idempotency-Key was used for something else")
        case .dailyLimitReached: Localized(ja: "1日の利用制限に達しました", en: "The daily limit is reached")
        case .retriesSpent: Localized(ja: "これ以上再試行できません", en: "It cannot be tried again")
        case .editsSpent: Localized(ja: "これ以上編集できません", en: "It cannot be edited again")
        case .queueFull: Localized(ja: "現在キューが満杯です", en: "The queue is full")
        case .diskShort: Localized(ja: "いまは受け付けられません", en: "No jobs are taken now")
        case .databaseUnavailable: Localized(ja: "いまは利用できません", en: "The service is not available now")
        case .tooManyStreams: Localized(ja: "接続が多すぎます", en: "There are too many connections")
        case .internalFailure: Localized(ja: "サーバーエラーが発生しました", en: "Something went wrong in the server")
        }
    }

    /// The detail where nothing more is known.
    package var detail: Localized {
        switch self {
        case .bodyInvalid:
            Localized(ja: "本文にはJSONオブジェクトを1つ入れてください。", en: "The body must be one JSON object.")
        case .idempotencyKeyInvalid:
            Localized(
                ja: "印字できるASCII文字で1〜255字にしてください。", en: "It must be 1 to 255 printable ASCII characters.")
        case .filmNotReady:
            Localized(ja: "完成するまでしばらくお待ちください。", en: "Please wait until the job is completed.")
        case .tokenInvalid:
            Localized(ja: "管理用トークンを確かめてください。", en: "Check the administration token.")
        case .letterUnknown: Localized(ja: "IDが違うか、保存期間が過ぎました。", en: "The id is wrong, or it has expired.")
        case .networkNotBlocked: Localized(ja: "一覧にある表記で指定してください。", en: "Write it as the list has it.")
        case .workerUnknown: Localized(ja: "もう終了したようです。", en: "It seems to have ended.")
        case .jobStillOpen: Localized(ja: "先に中止してください。", en: "Cancel it first.")
        case .loginsLimited:
            Localized(ja: "しばらく待ってから、もう一度お試しください。", en: "Please try again in a while.")
        case .blocked: Localized(ja: "管理者にお問い合わせください。", en: "Please ask whoever runs this service.")
        case .formForeign:
            Localized(
                ja: "もう一度送信してください（Cookieを有効にしてください）。", en: "Please send it again, with cookies allowed.")
        case .routeUnknown: Localized(ja: "URLを確かめてください。", en: "Check the URL.")
        case .jobUnknown:
            Localized(ja: "IDが違うか、保存期間が過ぎました。", en: "The id is wrong, or the job has expired.")
        case .filmMissing:
            Localized(ja: "このジョブには動画がありません。", en: "This job has no film.")
        case .scriptMissing:
            Localized(ja: "このジョブには台本がありません。", en: "This job has no script.")
        case .slideMissing:
            Localized(ja: "番号が違うか、まだ描かれていません。", en: "The number is wrong, or it is not drawn yet.")
        case .methodNotAllowed: Localized(ja: "Allowヘッダーの操作だけができます。", en: "The Allow header lists what can.")
        case .methodUnknown: Localized(ja: "GETやPOSTなどを使ってください。", en: "Use GET, POST and the like.")
        case .jobFinished: Localized(ja: "中止するものがありません。", en: "There is nothing left to cancel.")
        case .jobNotFailed:
            Localized(ja: "再試行できるのは失敗したジョブだけです。", en: "Only a failed job can be tried again.")
        case .jobOpen:
            Localized(
                ja: "完成するまで待つか、キャンセルしてから編集してください。", en: "Wait until it is done, or cancel it, and edit then.")
        case .preconditionFailed: Localized(ja: "ファイルが変わっています。", en: "The file is another one.")
        case .bodyTooLarge:
            Localized(
                ja: "短い記事を選ぶか、必要な部分だけをテキストにしてください。",
                en: "Choose a shorter article, or pass the part you need as text.")
        case .mediaTypeUnsupported:
            Localized(
                ja: "Content-Type: application/json で送ってください。",
                en: "Send it as Content-Type: application/json.")
        case .rangeUnsatisfiable: Localized(ja: "ファイルの大きさを確かめてください。", en: "Check the file's size.")
        case .requestInvalid: Localized(ja: "示された項目を直してください。", en: "Mend the field that is named.")
        case .idempotencyKeyReused:
            Localized(ja: "新しい内容には新しいキーを使ってください。", en: "Use a new key for a new request.")
        case .dailyLimitReached: Localized(ja: "明日またお試しください。", en: "Please try again tomorrow.")
        case .retriesSpent, .editsSpent:
            Localized(ja: "新しいジョブを作成してください。", en: "Please make a new job.")
        case .queueFull:
            Localized(ja: "しばらく待ってから再度お試しください。", en: "Please try again in a while.")
        case .diskShort, .databaseUnavailable, .tooManyStreams:
            Localized(ja: "しばらく待ってから、もう一度お試しください。", en: "Please try again in a while.")
        case .internalFailure:
            Localized(ja: "しばらく待ってから、もう一度お試しください。", en: "Please try again in a while.")
        }
    }
}
