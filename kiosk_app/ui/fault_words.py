"""A sentence for every fault, Chinese and English, by the name of its class.

What a visitor can meet names no path and no code; what only a technician meets names what to look at.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk_app.ui.card_words import CARD_FAULTS
from kiosk_app.ui.court_words import COURT_FAULTS, STAFF
from kiosk_app.ui.print_words import PRINT_FAULTS

_CAPTURE: Mapping[str, tuple[str, str]] = {
    "NoCardFound": (
        "没有看到身份证。请把身份证平放在镜头下面，四个角都露出来，再拍一次。",
        "No ID card was seen. Lay it flat under the camera, all four corners showing, and try again.",
    ),
    "SeveralCards": (
        "看到了{count}张卡。请只放一张身份证，再拍一次。",
        "{count} cards were seen. Please lay down just one and try again.",
    ),
    "NotAnIdCard": (
        "看到一张卡，但认不出是什么证件。请用身份证、居住证或护照，避开反光，再拍一次。",
        "A card was seen, but not which. Use your ID card, permit or passport, avoid glare, and try again.",
    ),
    "NoPageFound": (
        "没有看清纸的边。请把材料平放在深色的台面上，四个角都露出来，再拍一次。",
        "The edges of the page were not seen. Lay it flat on a dark surface, all corners showing; try again.",
    ),
    "PictureTooSmall": (
        "这张图片太小，字看不清（{width_px}×{height_px}）。请用原图，或者重新拍。",
        "The picture is too small to read ({width_px}×{height_px}). Use the original, or take it again.",
    ),
    "PictureTooLarge": (
        "这张图片太大，机器处理不了。请缩小一些，或者重新拍。",
        "The picture is too large for this machine. Please make it smaller, or take it again.",
    ),
    "NotAPicture": (
        "“{name}”不是能打开的图片。请换一张 JPEG 或 PNG 图片。",
        "“{name}” is no picture that can be opened. Please use a JPEG or PNG.",
    ),
    "FormThere": (
        "“{path}”已经有了，没有改动它。换一个名字，或者用 --out 指定别的文件。",
        "“{path}” is there already and was left as it is. Choose another name, or --out.",
    ),
    "CannotWrite": (
        "“{path}”写不进去，请看看文件夹在不在、有没有权限。",
        "“{path}” cannot be written. Is the folder there, and are you allowed to?",
    ),
    "NoSuchQuestion": (
        "表格里没有“{key}”这一问。用 kiosk-app forms show 看有哪些。",
        "The form asks nothing called “{key}”. See: kiosk-app forms show.",
    ),
    "NoSuchCase": (
        "没有“{case}”这一种案件。有的是：{known}",
        "There is no case “{case}”. There are: {known}",
    ),
    "HeicPicture": (
        "“{name}”是 HEIC 照片，这台机器打不开。请在手机相机的设置里选“兼容性最佳”再拍，或者用镜头拍。",
        "“{name}” is a HEIC photo, which cannot be opened here. Set the phone's camera to JPEG.",
    ),
    "PictureHasPages": (
        "“{name}”里不止一页。为了一页也不少，请把每一页另存成一张图片，或者用镜头拍。",
        "“{name}” holds several pages. So that none is lost, save each as a picture, or use the camera.",
    ),
    "NotPixels": (
        "镜头给的画面用不了。请再试一次，或者" + STAFF,
        "The camera's picture cannot be used. Try again, or ask the staff.",
    ),
    "FileMissing": (
        "找不到文件“{path}”。请检查文件名，再试一次。",
        "There is no readable file “{path}”. Check the name and try again.",
    ),
    "CameraMissing": (
        "镜头没有接上。可以从图片读取，也可以自己填写；或者" + STAFF,
        "The camera is not connected. Use a picture, fill in by hand, or ask the staff.",
    ),
    "CameraStopped": (
        "镜头没有画面了，已拍的都还在。请点“再试一次”，或者" + STAFF,
        "The camera stopped; what was captured is safe. Try again, or ask the staff.",
    ),
    "CameraBlack": (
        "镜头里一片黑。请看看镜头是不是被盖住了，再点“再试一次”；或者" + STAFF,
        "The camera sees only black. Is something covering it? Then try again, or ask the staff.",
    ),
    "CameraFrozen": (
        "镜头的画面不动了，已拍的都还在。请点“再试一次”，或者" + STAFF,
        "The camera's picture stands still; what was captured is safe. Try again, or ask the staff.",
    ),
    "CameraTorn": (
        "镜头的画面不完整，已拍的都还在。请点“再试一次”，或者" + STAFF,
        "The camera's pictures arrive broken; what was captured is safe. Try again, or ask the staff.",
    ),
    "CameraAmbiguous": (
        "设置里的镜头“{name}”对得上好几个：{choices}。技术人员请写全名。",
        "The camera setting “{name}” fits several: {choices}. Technicians: write one of these.",
    ),
    "CameraForbidden": (
        "没有使用镜头的权限（{source}）。技术人员请把运行程序的用户加入 video 组。",
        "This program may not use the camera ({source}). Technicians: add its user to the group video.",
    ),
    "CameraUnknown": (
        "设置里的镜头“{spec}”不认识。请写 uvc:名称、folder:目录 或 video:文件。",
        "The camera setting “{spec}” is unknown. Use uvc:NAME, folder:DIR or video:FILE.",
    ),
    "TextModelsMissing": (
        "认字的部件没有装好（{name}）。可以先自己填写；技术人员请重新安装。",
        "The text reader is not installed ({name}). Fill in by hand; technicians: install again.",
    ),
    "TooManySeparators": (
        "分隔页只能印 1 到 {most} 张，不能印 {count} 张。",
        "There are 1 to {most} separator sheets, not {count}.",
    ),
    "CodeReaderMissing": (
        "缺少系统库 libzbar0，二维码读不了。技术人员请安装 libzbar0。",
        "The system library libzbar0 is missing, so codes cannot be read. Install libzbar0.",
    ),
}

_STORE: Mapping[str, tuple[str, str]] = {
    "DiskFull": (
        "这台机器的存储满了，刚才这一步没有保存；以前保存的都还在。" + STAFF,
        "The disk is full, so this step was not saved; all before it is safe. Please ask the staff.",
    ),
    "DiskFailed": (
        "这台机器的磁盘读写出错，刚才这一步没有保存。" + STAFF,
        "The disk cannot be read or written; this step was not saved. Please ask the staff.",
    ),
    "DatabaseBusy": (
        "机器正忙，刚才这一步没有保存。请稍等，再点一次。",
        "The machine is busy and this step was not saved. Wait a moment and try again.",
    ),
    "DatabaseDamaged": (
        "保存的数据有损坏，为了安全已停用。技术人员请查看 {path}。",
        "The saved data is damaged and is not used. Technicians: look at {path}.",
    ),
    "WrongDatabaseKey": (
        "数据库和密钥对不上，打不开 {path}。请放回原来的密钥文件，不要新建。",
        "The key does not open the database {path}. Put the original key file back; do not make a new one.",
    ),
    "UnknownDatabaseVersion": (
        "数据库是另一个版本的程序建的（{found}，需要{wanted}）。请装对应的版本；数据没有动。",
        "The database belongs to another version ({found}, wanted {wanted}). Install that one.",
    ),
    "KeyFileExposed": (
        "密钥文件 {path} 别人也能读写。请改成只有本程序的用户能读（chmod 600）。",
        "The key file {path} is open to others. Make it readable by the kiosk's user alone (chmod 600).",
    ),
    "KeyFileMissing": (
        "有数据库，但缺少密钥文件 {path}。请放回原来的密钥文件。",
        "There is a database but no key file {path}. Put the original key file back.",
    ),
    "RootKeyUnusable": (
        "密钥文件 {path} 用不了：{reason}。请放回原来的密钥文件。",
        "The key file {path} cannot be used: {reason}. Put the original back.",
    ),
    "VisitKeyDamaged": (
        "这次填写的密钥损坏，内容打不开了。请从头再填，或到人工窗口办理。",
        "The key of this visit is damaged and it cannot be opened. Start again, or go to the counter.",
    ),
    "VisitEnded": (
        "这次填写已经结束并清除了。请回到首页重新开始。",
        "This visit has ended and was wiped. Please begin again at the first screen.",
    ),
    "BlobMissing": (
        "有一页保存的图片找不到了。请把这一页重新拍一次。",
        "A saved picture is no longer there. Please take that page again.",
    ),
    "BlobDamaged": (
        "有一页保存的图片损坏了。请把这一页重新拍一次。",
        "A saved picture is damaged. Please take that page again.",
    ),
    "FilingUnknown": (
        "这台机器上没有编号为 {filing_id} 的材料。请核对编号。",
        "This kiosk has no filing {filing_id}. Please check the number.",
    ),
}

_CONTENT: Mapping[str, tuple[str, str]] = {
    "ContentMissing": (
        "缺少内容文件 {path}。请重新安装，或放回这个文件。",
        "The content file {path} is missing. Install again, or put it back.",
    ),
    "ContentInvalid": (
        "内容文件 {path} 第{line}行不对：{problem}",
        "Content file {path}, line {line}: {problem}",
    ),
    "SettingsInvalid": ("设置“{setting}”不对：{problem}", "Setting “{setting}” is wrong: {problem}"),
    "CourtUnknown": (
        "设置里的法院“{court_id}”不认识。可用的有：{known}。",
        "The court “{court_id}” is unknown. Known are: {known}.",
    ),
    "FontMissing": (
        "缺少字体文件 {path}，文书做不出来。请重新安装。",
        "The font {path} is missing, so papers cannot be made. Please install again.",
    ),
    "CharacterNotPrinted": (
        "{label}姓名里的“{character}”字没有印到材料上。请不要签名，请工作人员来看。",
        "“{character}” in the name of {label} is missing on the paper. Do not sign; please ask the staff.",
    ),
    "CharacterMisprinted": (
        "{label}姓名里的“{character}”字印得不对。请不要签名，请工作人员来看。",
        "“{character}” in the name of {label} is printed wrongly. Do not sign; please ask the staff.",
    ),
    "ScreenFontMissing": (
        "缺少屏幕字体 {path}。请重新安装。",
        "The screen font {path} is missing. Please install again.",
    ),
    "ThemeBroken": (
        "界面文件 {path} 缺失或损坏。请重新安装。",
        "The theme file {path} is missing or broken. Please install again.",
    ),
    "NoPrivatePlace": (
        "没有地方放运行时的临时文件（{path}）。请检查磁盘和权限。",
        "There is no place for run-time files ({path}). Check the disk and its permissions.",
    ),
    "WorkFailed": (
        "程序出了意外（{kind}），已保存的内容没有丢。请再试一次，或" + STAFF,
        "Something unforeseen happened ({kind}); nothing saved is lost. Try again, or ask the staff.",
    ),
    "NoSuchVenueCase": (
        "没有“{case}”这一类案件。有的是：{known}",
        "There is no kind of case “{case}”. There are: {known}",
    ),
    "NoSuchPoint": (
        "“{point}”不是这类案件看的地点。看的是：{known}",
        "“{point}” is no place that counts here. These do: {known}",
    ),
    "NoSuchFee": (
        "没有“{kind}”这一种费用。有的是：{known}",
        "There is no fee “{kind}”. There are: {known}",
    ),
    "NoSuchCourt": (
        "没有“{court}”这个法院。有的是：{known}",
        "There is no court “{court}”. There are: {known}",
    ),
    "AmountNeeded": (
        "“{kind}”要按金额算，请写明：{counted}（--amount）。",
        "“{kind}” depends on an amount ({counted}): give it with --amount.",
    ),
    "BaseOutside": (
        "“{kind}”每件的标准不能是{base}元。可以定的范围：{bounds}",
        "“{kind}” cannot cost {base} yuan for each case. What may be set: {bounds}",
    ),
    "RateUnusable": (
        "“{percent}”不是利率。请写百分之几，比如 6；最多 10000。",
        "“{percent}” is no rate. Write percent, such as 6; at most 10000.",
    ),
    "SpanBackwards": (
        "结束的日子（{end}）在开始的日子（{start}）前面，请核对。",
        "The last day ({end}) lies before the first ({start}); please check.",
    ),
    "NotADay": (
        "“{text}”不是日历上的日子。请写成 2024-03-15 这样。",
        "“{text}” is no day of the calendar. Write it like 2024-03-15.",
    ),
    "OverdueIncomplete": (
        "逾期利率（--overdue-rate）和到期日（--due）要一起写。",
        "--overdue-rate and --due belong together; give both.",
    ),
    "RepaidTooEarly": (
        "{day}还的钱在开始的日子（{start}）前面。本金请写{start}那天还欠多少，这一笔就不用再写。",
        "What was repaid on {day} lies before {start}. Give what was owed on {start}, and leave it out.",
    ),
    "RepaidTooMuch": (
        "{day}还了{repaid}元本金，可是只欠{left}元，请核对。",
        "On {day} {repaid} yuan of principal were repaid, but only {left} were owed; please check.",
    ),
    "NotAnAmount": ("“{text}”不是金额。请只写数字。", "“{text}” is no amount. Digits only, please."),
    "InvalidAnswer": ("这一项看不懂，请改一改。", "This answer cannot be understood; please change it."),
    "InvalidResidentId": (
        "身份证号码和编码规则对不上，请核对。",
        "The ID number does not fit the rule; please check it.",
    ),
    "PictureUnusable": (
        "第{item}项证据的第{page}页放不进文书。请把这一页重新拍一次。",
        "Page {page} of evidence item {item} cannot be put on paper. Please take it again.",
    ),
}

_DOSSIER: Mapping[str, tuple[str, str]] = {
    "NotADossier": ("{path} 不是材料包。", "{path} is no dossier."),
    "ManifestMalformed": (
        "材料包的清单 {manifest} 第{line}行不对。",
        "The dossier's manifest {manifest} is wrong at line {line}.",
    ),
    "PathEscapes": ("材料包里有不安全的路径 {path}。", "The dossier holds an unsafe path {path}."),
    "UnknownVersion": (
        "材料包的{what}是不认识的版本 {version}。请更新程序。",
        "The dossier's {what} has the unknown version {version}. Update the program.",
    ),
    "HashMismatch": ("材料包里的 {path} 被改动过。", "{path} in the dossier was changed."),
    "IdentityInvalid": ("法院的解密密钥不对。", "The court's secret key is not valid."),
    "IdsDisagree": ("材料包里的编号互相对不上（{where}）。", "The ids in the dossier disagree ({where})."),
    "MissingFile": ("材料包里少了 {path}。", "{path} is missing from the dossier."),
    "UnlistedFile": ("材料包里多了清单上没有的 {path}。", "{path} in the dossier is on no manifest."),
    "SealBroken": ("材料包 {path} 的封条坏了，内容不可信。", "The seal of {path} is broken."),
    "SignatureInvalid": (
        "材料包不是由登记的终端签名的（{signer}）。",
        "The dossier was not signed by the enrolled kiosk ({signer}).",
    ),
    "DocumentSignatureBroken": (
        "文书 {path} 没有签名、签名后被改动过，或者签名不是由登记的终端认证的。",
        "{path} is unsigned, was changed after it was signed, or was not certified by the enrolled kiosk.",
    ),
    "NotAReadablePdf": (
        "这个文件不是 PDF，或者已经损坏，打不开。请换一份文件再试。",
        "The file is no PDF, or a damaged one, and cannot be read. Try another copy.",
    ),
    "WrongRecipient": ("材料包 {path} 不是封给这个法院的。", "{path} is sealed to another court."),
    "SchemaViolation": (
        "{file} 的 {where} 不合规定：{rule}",
        "{file} at {where} is not as its schema says: {rule}",
    ),
    "PayloadChanged": (
        "封存的时候有文件变了，没有封成；您填的内容都还在。请再点一次“提交”。",
        "A file changed while sealing; what you entered is safe. Please press submit again.",
    ),
    "RecipientInvalid": (
        "法院的公钥不对，封存不了；您填的内容都还在。" + STAFF,
        "The court's public key is not valid; what you entered is safe. Please ask the staff.",
    ),
    "ArchiveMalformed": ("材料包里的归档读不了：{why}", "The archive in the dossier cannot be read: {why}"),
    "DuplicateName": ("材料包里有重名的 {path}。", "Two entries in the dossier are named {path}."),
    "LinkInDossier": ("材料包里有不是文件的 {path}。", "{path} in the dossier is no plain file."),
    "TooLarge": ("{path} 超过了允许的大小（{limit}字节）。", "{path} is larger than {limit} bytes."),
    "TooManyFiles": ("材料包里的文件超过{limit}个。", "The dossier holds more than {limit} files."),
}

FAULTS: Mapping[str, tuple[str, str]] = {
    **_CAPTURE,
    **CARD_FAULTS,
    **PRINT_FAULTS,
    **_STORE,
    **_CONTENT,
    **_DOSSIER,
    **COURT_FAULTS,
}
