// SPDX-License-Identifier: Apache-2.0

/// One field, for the token.
struct LoginPage {
    let frame: AdminFrame
    /// Where to go then.
    let destination: String

    var html: HTML {
        let frame = self.frame
        let wrong: HTML = frame.problem == nil ? "" : " aria-invalid=\"true\" aria-describedby=\"problem\""
        return frame.page(
            frame.say("管理画面へのログイン", "Log in to the administration"), path: "/admin/login", isInside: false,
            """
            <form method="post" action="/admin/login?to=\(self.destination)">\(frame.hidden())
            <label for="token">\(frame.say("管理用トークン（MOVIEGEN_ADMIN_TOKEN）", "Administration token (MOVIEGEN_ADMIN_TOKEN)"))</label>
            <div class="row"><input id="token" name="token" type="password" autocomplete="current-password" required\(wrong)>
            <button>\(frame.say("ログイン", "Log in"))</button></div>
            </form>
            """)
    }
}
