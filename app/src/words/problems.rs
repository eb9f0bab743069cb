use super::{Text, detail, t};
use report::{Detail, Lang, ProblemCode};
use std::borrow::Cow;

/// A problem in words: what it is, why, and the one next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemWords {
    pub title: &'static str,
    pub why: Cow<'static, str>,
    pub next: &'static str,
}

/// The words for a problem, with its figure or place if it has one.
pub fn problem(code: ProblemCode, detail: Option<&Detail>, lang: Lang) -> ProblemWords {
    let [title, why, next] = texts(code).map(|text| text.say(lang));
    let why = match detail {
        Some(detail) => detail::after(why, detail, lang).into(),
        None => why.into(),
    };
    ProblemWords { title, why, next }
}

/// Title, why, next. One table, so that translators see it whole.
fn texts(code: ProblemCode) -> [Text; 3] {
    use ProblemCode::*;
    match code {
        FileMissing => [
            t("ファイルが選ばれていません", "No file was chosen"),
            t(
                "送信された内容にファイルがありませんでした。",
                "There was no file in what was sent.",
            ),
            t(
                "うら面をスキャンしたファイルを選んで、もう一度送信してください。",
                "Choose the file with the scanned back and send it again.",
            ),
        ],
        UploadMalformed => [
            t(
                "送信を受け取れませんでした",
                "The upload could not be understood",
            ),
            t(
                "送信が途中で切れたか、形式が正しくありません。",
                "It was cut off on the way, or its form is not correct.",
            ),
            t(
                "もう一度送信してください。続くときは、別のブラウザーをお試しください。",
                "Send it again. If this keeps happening, try another browser.",
            ),
        ],
        UploadTooLarge => [
            t("ファイルが大きすぎます", "The upload is too large"),
            t(
                "一度に送れる大きさの上限を超えています。",
                "It is larger than this site takes at once.",
            ),
            t(
                "300 dpi でスキャンし直すか、何回かに分けて送信してください。",
                "Scan again at 300 dpi, or send fewer files at a time.",
            ),
        ],
        TooManyFiles => [
            t("ファイルの数が多すぎます", "There are too many files"),
            t(
                "一度に送れるファイル数の上限を超えています。",
                "There are more files than this site takes at once.",
            ),
            t(
                "証明書ごとに分けて送信してください。",
                "Send one certificate at a time.",
            ),
        ],
        TooManyPages => [
            t("ページ数が多すぎます", "There are too many pages"),
            t(
                "一度に確認できるページ数の上限を超えています。",
                "There are more pages than this site reads at once.",
            ),
            t(
                "証明書ごとに分けてスキャンし、別々に送信してください。",
                "Scan each certificate into a file of its own and send them one by one.",
            ),
        ],
        PictureTooLarge => [
            t(
                "画像の画素数が多すぎます",
                "The picture has too many pixels",
            ),
            t(
                "このサイトで開ける画素数の上限を超えたページがあります。",
                "A page has more pixels than this site opens.",
            ),
            t(
                "A4 サイズ、300 dpi でスキャンし直してください。",
                "Scan again as A4 at 300 dpi.",
            ),
        ],
        TookTooLong => [
            t("時間内に終わりませんでした", "It did not finish in time"),
            t(
                "ファイルの処理に、決められた時間より長くかかりました。",
                "Reading the files took longer than one request may take.",
            ),
            t(
                "ページを減らして、もう一度送信してください。",
                "Send fewer pages and try again.",
            ),
        ],
        Busy => [
            t("ただいま混み合っています", "The site is busy"),
            t(
                "同時に処理できる数の上限まで、ほかの確認をしています。",
                "It is working on as many uploads as it can.",
            ),
            t(
                "1分ほど待ってから、もう一度送信してください。",
                "Wait about a minute, then send again.",
            ),
        ],
        TooManyRequests => [
            t("短時間の照会が多すぎます", "There were too many requests"),
            t(
                "この接続元、またはこのトークンからの照会が、一分間の上限を超えました。",
                "This address, or this token, has sent more than the site takes in a minute.",
            ),
            t(
                "一分ほど待ってから、もう一度送信してください。ファイルに問題はありません。",
                "Wait a minute and send again. Nothing is wrong with the file.",
            ),
        ],
        TokenMissing => [
            t("トークンが必要です", "A token is needed"),
            t(
                "この API は、トークンを持つ利用者だけが使えます。",
                "Only callers with a token may use this part of the API.",
            ),
            t(
                "運営者にトークンの発行を依頼し、Authorization ヘッダーに Bearer で付けて送信してください。",
                "Ask the site's operator for a token and send it as Bearer in the Authorization header.",
            ),
        ],
        TokenInvalid => [
            t("トークンが正しくありません", "The token is not valid"),
            t(
                "このサイトが発行したトークンではないか、形式が違います。",
                "It was not issued by this site, or is not sent in the right form.",
            ),
            t(
                "トークンが途中で切れていないか確かめてください。",
                "Check that the token was copied whole.",
            ),
        ],
        TokenExpired => [
            t(
                "トークンは使えなくなりました",
                "The token is no longer valid",
            ),
            t(
                "トークンの期限が過ぎたか、失効させられています。",
                "The token has expired or was revoked.",
            ),
            t(
                "運営者に新しいトークンの発行を依頼してください。",
                "Ask the site's operator for a new token.",
            ),
        ],
        ScopeMissing => [
            t(
                "このトークンでは使えません",
                "The token does not allow this",
            ),
            t(
                "トークンの権限に、この操作は含まれていません。",
                "What was asked for is not among the token's scopes.",
            ),
            t(
                "必要な権限を持つトークンの発行を運営者に依頼してください。",
                "Ask the site's operator for a token with that scope.",
            ),
        ],
        RequestInvalid => [
            t(
                "リクエストの形式が違います",
                "The request is not understood",
            ),
            t(
                "パラメーターまたは本文が、API の定義と合っていません。",
                "Its parameters or its body are not as the API's definition has them.",
            ),
            t(
                "/api/v1/openapi.json の定義に合わせて、もう一度送信してください。",
                "Send it again as /api/v1/openapi.json describes.",
            ),
        ],
        NotInRecord => [
            t("記録にありません", "It is not in the record"),
            t(
                "照会記録に、その番号の項目、またはその大きさだった時点はありません。",
                "The record has no entry of that number, or never had that size.",
            ),
            t(
                "最新のチェックポイントで記録の大きさを確かめてください。",
                "See the newest checkpoint for the record's size.",
            ),
        ],
        ListRefused => [
            t("一覧を受け取れませんでした", "The list was not taken up"),
            t(
                "発行者の有効な署名がないか、すでに受け取った一覧より古いものです。",
                "It is not signed by a good key of that issuer, or is older than one taken up before.",
            ),
            t(
                "press revoke または press issued で作った最新の一覧を送信してください。",
                "Send the newest list that press revoke or press issued wrote.",
            ),
        ],
        NotFound => [
            t("ページが見つかりません", "There is no such page"),
            t(
                "アドレスが間違っているか、ページがなくなりました。確認の結果は保存されないため、あとから開くことはできません。",
                "The address is wrong, or the page is gone. Results are not kept and cannot be opened later.",
            ),
            t(
                "最初のページから始めてください。",
                "Begin at the start page.",
            ),
        ],
        MethodNotAllowed => [
            t(
                "このアドレスは直接開けません",
                "This address cannot be opened directly",
            ),
            t(
                "ここはファイルの送信先です。結果のページを再読み込みしたときにも表示されます。",
                "Files are sent here. You also see this after reloading a result, which is not kept.",
            ),
            t(
                "最初のページから、もう一度ファイルを送信してください。",
                "Go to the start page and send the file again.",
            ),
        ],
        ReceiptMalformed => [
            t(
                "照会結果票として読めません",
                "This cannot be read as a receipt",
            ),
            t(
                "照会結果票のデータではないか、途中で切れているか、このサイトの知らない版のものです。",
                "It is no receipt’s data, or it is cut off, or of a version that this site does not know.",
            ),
            t(
                "保存した照会結果票のファイルを選んで、もう一度送信してください。",
                "Choose the file of the receipt as it was saved and send it again.",
            ),
        ],
        ReceiptInvalid => [
            t(
                "照会結果票の署名が正しくありません",
                "The receipt’s signature does not hold",
            ),
            t(
                "書きかえられているか、別のサイトのものです。書かれている結果は、このサイトが出したものとは言えません。",
                "It was altered, or it is another site’s. What it says was not said by this site.",
            ),
            t(
                "もとの証明書のうら面を、このサイトで照会し直してください。",
                "Verify the back of the certificate itself on this site again.",
            ),
        ],
        DeclarationInvalid => [
            t(
                "申告が照会結果票と合いません",
                "The declaration does not belong to the receipt",
            ),
            t(
                "申告が書きかえられたか、別の照会結果票のものか、復元されなかったおもて面についてのものです。",
                "It was altered, belongs to another receipt, or is about a front that was never restored.",
            ),
            t(
                "申告を除いて、照会結果票だけを確かめてください。",
                "Verify the receipt by itself, without the declaration.",
            ),
        ],
        Internal => [
            t("サイトの側で失敗しました", "The site itself failed"),
            t(
                "お送りいただいたファイルの問題ではありません。証明書についての判定でもありません。",
                "This is not about your file, and it says nothing about the certificate.",
            ),
            t(
                "しばらくしてから、もう一度送信してください。",
                "Send it again in a while.",
            ),
        ],
        FileEmpty => [
            t("ファイルが空です", "The file is empty"),
            t(
                "ファイルの大きさが 0 バイトです。",
                "It has a size of zero bytes.",
            ),
            t(
                "スキャンし直して、保存されたファイルを確かめてから送信してください。",
                "Scan again, check the saved file, and send that.",
            ),
        ],
        FileTypeUnknown => [
            t(
                "この種類のファイルは開けません",
                "Files of this type cannot be opened",
            ),
            t(
                "JPEG・PNG・TIFF・WebP の画像と PDF を読み取れます。それ以外のファイルでした。",
                "This site reads JPEG, PNG, TIFF and WebP pictures and PDF. This file is none of them.",
            ),
            t(
                "スキャナーの保存形式を JPEG か PDF にして、スキャンし直してください。",
                "Set the scanner to save JPEG or PDF, and scan again.",
            ),
        ],
        FileDamaged => [
            t("ファイルが壊れています", "The file is damaged"),
            t(
                "途中で切れているか、中身に食い違いがあります。",
                "It ends too early or contradicts itself.",
            ),
            t(
                "元のファイルを開けるか確かめ、開けなければスキャンし直してください。",
                "Check whether the original opens; if it does not, scan again.",
            ),
        ],
        FileEncrypted => [
            t(
                "パスワードのかかった PDF です",
                "The PDF asks for a password",
            ),
            t(
                "パスワードで保護されたファイルは開けません。",
                "This site cannot open protected files.",
            ),
            t(
                "パスワードを外して保存し直すか、パスワードなしでスキャンし直してください。",
                "Save it without the password, or scan again without one.",
            ),
        ],
        SheetNotFound => [
            t(
                "証明書のうら面が見つかりません",
                "No back of a certificate was found",
            ),
            t(
                "うら面のスクランブル画像と四隅の目印が、このページに見つかりません。別の書類か、写り方に問題があります。",
                "The scrambled image and its corner marks were not found on this page. It is another document, or badly captured.",
            ),
            t(
                "細かい白黒の模様がある面を、A4・300 dpi で、切れないようにスキャンしてください。",
                "Scan the side with the fine black-and-white pattern, as A4 at 300 dpi, with nothing cut off.",
            ),
        ],
        PageBlank => [
            t("白紙のページです", "The page is blank"),
            t(
                "このページには何も印刷されていません。紙の反対の面を読み取ったか、白紙が一緒に送られています。",
                "Nothing is printed on this page. The wrong side was scanned, or an empty page came along.",
            ),
            t(
                "細かい白黒の模様がある面を、スキャンし直してください。",
                "Scan the side with the fine black-and-white noise.",
            ),
        ],
        FrontUploaded => [
            t("おもて面のようです", "This looks like the front"),
            t(
                "文字や表が印刷された面に見えます。確認に使うのは、その反対のうら面です。",
                "It looks like a side printed with text or a form. What is verified is the other side, the back.",
            ),
            t(
                "細かい白黒の模様がある、うら面をスキャンして送信してください。",
                "Upload the back, the side with the fine black-and-white noise.",
            ),
        ],
        NotOurSheet => [
            t(
                "別のシステムの証明書かもしれません",
                "This may be another system’s certificate",
            ),
            t(
                "細かい白黒の模様はありますが、このサイトの証明書の目印がありません。J-LIS（地方公共団体情報システム機構）の仕組みで発行されたコンビニ交付の証明書かもしれません。このサイトでは読み取れないだけで、偽物という意味ではありません。",
                "There is fine black-and-white noise, but without the marks of this site’s certificates. It may have been issued through J-LIS’s own system, which cannot be read here. This does not mean that it is forged.",
            ),
            t(
                "J-LIS の問合せサイトで確認してください。",
                "Check it at J-LIS’s own verification site.",
            ),
        ],
        PageMirrored => [
            t("画像が左右逆です", "The picture is mirrored"),
            t(
                "うら面が、鏡に映したように左右逆に写っています。",
                "The back is seen as in a mirror.",
            ),
            t(
                "スキャナーの「左右反転（ミラー）」の設定を切って、スキャンし直してください。",
                "Switch off mirroring in the scanner’s settings and scan again.",
            ),
        ],
        SheetCropped => [
            t("うら面の端が切れています", "Part of the back is cut off"),
            t(
                "うら面の一部が、画像の外にあります。",
                "Part of it lies outside the picture.",
            ),
            t(
                "読み取りサイズを A4 にして、紙の全体が入るようにスキャンし直してください。",
                "Set the scan size to A4 and scan again with the whole paper in the picture.",
            ),
        ],
        ResolutionTooLow => [
            t("解像度が低すぎます", "The resolution is too low"),
            t(
                "模様の一つひとつを見分けるには、画素が足りません。",
                "There are too few pixels to tell the cells of the pattern apart.",
            ),
            t(
                "300 dpi でスキャンし直し、縮小せずに送信してください。",
                "Scan again at 300 dpi and send the file without making it smaller.",
            ),
        ],
        ScanThresholded => [
            t(
                "白黒2値の読み取りで、模様がつぶれています",
                "Black-and-white mode has lost the pattern",
            ),
            t(
                "ファクスや「文字」モードでは、細かい模様が黒か白に塗りつぶされます。",
                "A fax or a scanner’s text mode makes every pixel black or white, and fine patterns are lost.",
            ),
            t(
                "ファクスを使わず、グレーまたはカラー、300 dpi でスキャンし直してください。",
                "Scan again in gray or colour at 300 dpi, not by fax.",
            ),
        ],
        OutOfFocus => [
            t("ぼけています", "The picture is blurred"),
            t(
                "隣り合う白と黒がにじんで、見分けられません。紙が浮いていたか、ピントが合っていません。",
                "Black and white run into each other. The paper did not lie flat, or the camera was not in focus.",
            ),
            t(
                "紙をスキャナーのガラスに平らに押さえて、スキャンし直してください。",
                "Press the paper flat onto the scanner’s glass and scan again.",
            ),
        ],
        UnevenLight => [
            t(
                "光の反射か影があります",
                "There is a reflection or a shadow",
            ),
            t(
                "明るすぎるか暗すぎる部分があり、そこでは白と黒を見分けられません。",
                "Part of the page is too bright or too dark to tell black from white.",
            ),
            t(
                "写真ではなく、ふたを閉めたスキャナーで読み取ってください。",
                "Use a scanner with its lid closed, not a camera.",
            ),
        ],
        GlassDirty => [
            t(
                "スキャナーのガラスが汚れています",
                "The scanner’s glass is dirty",
            ),
            t(
                "ページの上から下まで、まっすぐな筋が通っています。",
                "A straight line runs down the whole page.",
            ),
            t(
                "自動給紙の読み取り部にある細いガラスを拭いて、スキャンし直してください。",
                "Wipe the narrow glass under the document feeder and scan again.",
            ),
        ],
        LabelNotFound => [
            t("QRコードが見つかりません", "The QR codes were not found"),
            t(
                "四隅の目印はありますが、2か所の QRコードがどちらも見つかりません。隠れているか、切り取られているか、ひどく汚れています。",
                "The corner marks are there, the two QR codes are not. They are covered, cut out or badly stained.",
            ),
            t(
                "QRコードを隠している物を取り除き、300 dpi でスキャンし直してください。",
                "Remove what covers the QR codes and scan again at 300 dpi.",
            ),
        ],
        LabelUnreadable => [
            t("QRコードを読み取れません", "The QR codes could not be read"),
            t(
                "QRコードはありますが、2か所とも読めません。汚れているか、折れているか、ぼけています。",
                "The QR codes are there, but neither can be read. They are stained, folded or blurred.",
            ),
            t(
                "QRコードの汚れを拭き、紙を平らに置いて、300 dpi でスキャンし直してください。",
                "Wipe the QR codes, lay the paper flat, and scan again at 300 dpi.",
            ),
        ],
        LabelForeign => [
            t(
                "別のシステムの QRコードです",
                "The QR code is another system’s",
            ),
            t(
                "QRコードの位置に、このサイトの証明書のものではない QRコードがあります。",
                "At the label’s place stands a QR code that does not belong to certificates of this site.",
            ),
            t(
                "証明書に書かれている問合せ先で確認してください。",
                "Ask at the address that is printed on the certificate.",
            ),
        ],
        LabelsDiffer => [
            t(
                "2つの QRコードが食い違っています",
                "The two QR codes disagree",
            ),
            t(
                "1枚のうら面にある2つの QRコードが、別々の証明書を示しています。紙が重なっていたか、貼り合わせられています。",
                "The two QR codes on this page name different sheets. Papers overlapped in the scanner, or were pasted together.",
            ),
            t(
                "1枚だけを置いてスキャンし直してください。同じ結果なら、発行した市区町村に問い合わせてください。",
                "Scan again with one sheet only. If the result is the same, ask the municipality that issued it.",
            ),
        ],
        VersionUnknown => [
            t(
                "このサイトでは読めない版の証明書です",
                "The certificate’s format version is not known here",
            ),
            t(
                "うら面が、このサイトの対応していない版の形式で印刷されています。",
                "The back was printed in a version of the format that this site does not read.",
            ),
            t(
                "証明書に書かれている問合せ先で確認してください。",
                "Ask at the address that is printed on the certificate.",
            ),
        ],
        TooMuchDestroyed => [
            t(
                "読めない部分が多すぎます",
                "Too much of the back is unreadable",
            ),
            t(
                "QRコードは読めましたが、スクランブル画像の汚れ・欠け・ぼけが多く、復元できません。偽物という意味ではありません。",
                "The QR code was read, but too much of the scrambled image is stained, missing or blurred to restore the front. This does not mean that it is forged.",
            ),
            t(
                "図で色の濃い部分の汚れや折れを直し、300 dpi でスキャンし直してください。",
                "Look at the marked parts of the picture, clean and flatten the paper there, and scan again at 300 dpi.",
            ),
        ],
        HostUnlisted => [
            t(
                "QRコードの行き先が、このサイトではありません",
                "The QR code leads elsewhere",
            ),
            t(
                "うら面の QRコードに書かれたアドレスは、このサイトのものではありません。偽の問合せサイトへ誘導するものかもしれません。",
                "The address in the back’s QR code is not this site’s. It may lead to a false verification site.",
            ),
            t(
                "QRコードからサイトを開かず、問合せサイトのアドレスを自分で入力してください。",
                "Do not open it; type the verification site’s address yourself.",
            ),
        ],
        IssuerUnknown => [
            t(
                "このサイトに登録のない交付センターです",
                "The issuing centre is not registered here",
            ),
            t(
                "うら面は読めましたが、そこに書かれた交付センターがこのサイトに登録されていません。本物とも偽物とも言えません。",
                "The back was read, but the issuing centre it names is not registered here. It is neither proved genuine nor forged.",
            ),
            t(
                "証明書に書かれている問合せ先で確認してください。",
                "Ask at the address that is printed on the certificate.",
            ),
        ],
        EscrowKeyUnknown => [
            t(
                "開くための鍵がこのサイトにありません",
                "The key that opens it is not held here",
            ),
            t(
                "うら面は読めましたが、この証明書を開く鍵を預かっていません。本物とも偽物とも言えません。",
                "The back was read, but this site does not hold the key that opens it. It is neither proved genuine nor forged.",
            ),
            t(
                "証明書に書かれている問合せ先で確認してください。",
                "Ask at the address that is printed on the certificate.",
            ),
        ],
        EscrowKeyRevoked => [
            t(
                "このうら面を開く鍵は、使用を止められています",
                "The key that opens this back is out of use",
            ),
            t(
                "鍵が取り消されているため、内容は復元していません。本物かどうかは、ここではわかりません。",
                "The key was revoked, so nothing was opened. Whether the sheet is genuine cannot be told here.",
            ),
            t(
                "発行した市区町村に問い合わせてください。",
                "Ask the municipality named on the certificate.",
            ),
        ],
        EscrowKeyDestroyed => [
            t(
                "このうら面を開く鍵は、もうありません",
                "The key that opens this back no longer exists",
            ),
            t(
                "保管の期間が終わり、鍵は廃棄されました。本物かどうかは、ここではわかりません。",
                "Its time was over and it was destroyed. Whether the sheet is genuine cannot be told here.",
            ),
            t(
                "新しい証明書の提出を求めるか、発行した市区町村に問い合わせてください。",
                "Ask for a new certificate, or ask the municipality named on this one.",
            ),
        ],
        EscrowKeyRetired => [
            t(
                "使われなくなった鍵で、後から作られています",
                "Made with a key after its retirement",
            ),
            t(
                "書かれている発行日時には、このうら面の鍵はもう使われていませんでした。",
                "At the stated time of issue the key of this back was no longer in use.",
            ),
            t(
                "この証明書を根拠に手続きを進めず、発行した市区町村に問い合わせてください。",
                "Do not rely on this certificate; ask the municipality named on it.",
            ),
        ],
        ContentRejected => [
            t(
                "封印または署名が合いません",
                "The seal or the signature does not hold",
            ),
            t(
                "データは傷なく読み取れましたが、交付センターが封印し署名したものと一致しません。復元した画像は、誤解を避けるため表示しません。",
                "The data was read without damage, and it is not what an issuing centre sealed and signed. What it may contain is not shown, so as not to mislead.",
            ),
            t(
                "この証明書を根拠に手続きを進めず、発行した市区町村に問い合わせてください。",
                "Do not rely on this certificate; ask the municipality named on it.",
            ),
        ],
        MunicipalityUnlisted => [
            t(
                "交付センターに登録のない市区町村です",
                "The issuing centre is not registered for the municipality",
            ),
            t(
                "署名は交付センターのものですが、そこに書かれた市区町村は、この交付センターの登録にありません。本物とも偽物とも言えません。",
                "The issuing centre signed it, but for a municipality that it is not registered for. It is neither proved genuine nor forged.",
            ),
            t(
                "証明書に書かれている市区町村に問い合わせてください。",
                "Ask the municipality named on the certificate.",
            ),
        ],
        SigningKeyNotValid => [
            t(
                "署名に使われた鍵が、発行の時点で有効ではありません",
                "The signing key was not valid at the time of issue",
            ),
            t(
                "署名は交付センターの鍵によるものですが、その鍵は書かれている発行日時に使えないものでした。",
                "The signature was made with a key of the issuing centre, but that key was not good for the stated time of issue.",
            ),
            t(
                "この証明書を根拠に手続きを進めず、発行した市区町村に問い合わせてください。",
                "Do not rely on this certificate; ask the municipality named on it.",
            ),
        ],
        SigningKeyCompromised => [
            t(
                "署名に使われた鍵は、信用できなくなっています",
                "The signing key is no longer to be trusted",
            ),
            t(
                "交付センターはこの鍵が漏れたと届け出ており、発行済みの一覧にもこのうら面はありません。",
                "The issuing centre has declared this key compromised, and this back is not among those it lists as issued.",
            ),
            t(
                "この証明書を根拠に手続きを進めず、発行した市区町村に問い合わせてください。",
                "Do not rely on this certificate; ask the municipality named on it.",
            ),
        ],
        SheetRevoked => [
            t(
                "この証明書は取り消されています",
                "This certificate was revoked",
            ),
            t(
                "署名は交付センターのものですが、印刷の誤りや誤交付のため、交付センターが取り消しました。",
                "The signature is the issuing centre’s, which has since revoked the sheet because it was misprinted or given to the wrong person.",
            ),
            t(
                "この証明書を根拠に手続きを進めず、正しい証明書の提出を求めてください。",
                "Do not rely on this certificate; ask for a correct one.",
            ),
        ],
        FrontAltered => [
            t(
                "おもて面が発行時と違います",
                "The front is not as it was issued",
            ),
            t(
                "発行時に印刷された文字や線が、送られたおもて面では消えているか変わっています。場所は図に番号で示しました。折り目や、別の紙のおもて面が、そう見えることもあります。",
                "On the front that was sent, ink that was printed when it was issued is missing or changed. The places are numbered in the picture. A fold, or another paper’s front, may look so, too.",
            ),
            t(
                "番号の場所を紙で確かめ、違っていれば受け取らずに、発行した市区町村へ連絡してください。",
                "Look at these places on the paper; if they differ, do not accept it and call the issuing municipality.",
            ),
        ],
        FrontAddedTo => [
            t(
                "おもて面に書き足しがあります",
                "Something was added to the front",
            ),
            t(
                "比べた範囲では、発行時に印刷されたものはすべてあります。それに加えて、発行時になかったものがあります。場所は図に番号で示しました。",
                "As far as compared, all that was printed when it was issued is there. Besides it there is something that was not. The places are numbered in the picture.",
            ),
            t(
                "番号の場所を紙で確かめてください。受付印やメモなら差し支えありません。文字が足されていれば受け取らずに、発行した市区町村へ連絡してください。",
                "Look at these places on the paper. A receipt stamp or a note does no harm; if text was added, do not accept it and call the issuing municipality.",
            ),
        ],
        FrontPartlyCompared => [
            t(
                "おもて面に判定できない部分があります",
                "Parts of the front could not be judged",
            ),
            t(
                "汚れ、押印、折り目などのために、復元したおもて面と比べられない部分があります。ほかの部分では、印刷されたものに違いはありません。",
                "For stains, stamps, folds or light, parts of it could not be compared. Elsewhere, what was printed does not differ.",
            ),
            t(
                "図に示した部分を、紙と復元したおもて面とで見比べてください。",
                "Compare the marked parts by eye, the paper with the restored front.",
            ),
        ],
        FrontNotCompared => [
            t(
                "おもて面を比べられませんでした",
                "The front could not be compared",
            ),
            t(
                "一緒に送られたおもて面は、復元したおもて面と重なりません。別の紙のページか、一部が切れているか、解像度が足りないか、白黒2値でスキャンされています。",
                "The front that was sent with this back does not match the restored one: it is of another paper, cut off, too coarse, or scanned in black and white alone.",
            ),
            t(
                "この紙のおもて面全体を 300 dpi のカラーかグレーでスキャンし直すか、紙と復元したおもて面を見比べてください。",
                "Scan the whole front of this paper again at 300 dpi in colour or gray, or compare the paper with the restored front by eye.",
            ),
        ],
        PagesMissing => [
            t("足りないページがあります", "Pages are missing"),
            t(
                "この証明書のうち、まだ確認していないページがあります。",
                "Some pages of this certificate were not uploaded, or could not be opened.",
            ),
            t(
                "すべてのページのうら面を、まとめて送信してください。",
                "Send the backs of all its pages together.",
            ),
        ],
        PagesMixed => [
            t(
                "別の証明書のページが混ざっています",
                "Pages of different certificates are mixed",
            ),
            t(
                "複数の証明書のページが一緒に送信され、そろっていないものがあります。ホチキス留めのときに混ざったかもしれません。",
                "Pages of several certificates were sent together and at least one is incomplete. They may have been mixed when stapled.",
            ),
            t(
                "ページ番号と証明書を確かめ、証明書ごとに送信してください。",
                "Check the papers and send one certificate at a time.",
            ),
        ],
        PageRepeated => [
            t(
                "同じページが2回以上あります",
                "A page was sent more than once",
            ),
            t(
                "同じ証明書の同じページが、複数のファイルにあります。",
                "The same page of the same certificate is in several files.",
            ),
            t(
                "両方とも確認済みです。紙が2枚あるときは、片方はコピーのおそれがあるため、どちらが原本か確かめてください。",
                "Both were checked. If you hold two papers, one of them may be a copy: find out which is the original.",
            ),
        ],
    }
}
