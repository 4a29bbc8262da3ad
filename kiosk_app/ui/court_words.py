"""The sentences about faults on the way to a court, at its server, in the demonstration; Chinese, English."""

from __future__ import annotations

from collections.abc import Mapping

STAFF = "请工作人员帮助。"

COURT_FAULTS: Mapping[str, tuple[str, str]] = {
    "EnrolmentMissing": (
        "这台机器还没有在法院登记，现在不能提交；您填的内容都还在。" + STAFF,
        "No court has registered this kiosk, so it cannot submit; what you entered is safe. Ask the staff.",
    ),
    "KioskNotEnrolled": (
        "法院不认识这台终端（{code}）。材料保存在本机；请重新登记终端。",
        "The court does not know this kiosk ({code}). Filings are kept here; enrol the kiosk again.",
    ),
    "EnrolmentRefused": (
        "一次性登记码不对、用过或过期（{code}）。请向法院要新的登记码。",
        "The one-time code is wrong, used or expired ({code}). Ask the court for a new one.",
    ),
    "CourtUnreachable": (
        "连不上法院（{url}：{why}）。材料保存在本机，网络通了会自动再送。",
        "The court cannot be reached ({url}: {why}). Filings are kept here and sent when the line returns.",
    ),
    "CourtBusy": (
        "法院的系统正忙，稍后会自动再送；材料保存在本机。",
        "The court is busy; the filing is kept here and sent again later.",
    ),
    "CourtFailed": (
        "法院的系统出错（{status} {code}），稍后会自动再送；材料保存在本机。",
        "The court's server failed ({status} {code}); the filing is kept here and sent again later.",
    ),
    "CourtAnsweredNonsense": (
        "对方的回答不像法院的系统（{status}：{what}），稍后再送；材料保存在本机。请检查网络和地址。",
        "What answered is not the court's system ({status}: {what}). Check the address; filings are kept.",
    ),
    "ClocksDisagree": (
        "本机的时间和法院的对不上（法院时间 {court_time}）。请校准时间；材料保存在本机。",
        "This kiosk's clock disagrees with the court's ({court_time}). Set the clock; filings are kept here.",
    ),
    "UploadLost": (
        "上传中断了，会自动接着送；材料保存在本机。",
        "The upload broke off and will go on by itself; the filing is kept here.",
    ),
    "DossierRejected": (
        "法院打不开材料包（{code}），已停止发送。材料保存在本机，需要技术人员处理。",
        "The court could not open the dossier ({code}). It is kept here; a technician must look.",
    ),
    "FilingConflict": (
        "法院已有同一编号的另一份材料（{code}）。材料保存在本机，需要技术人员处理。",
        "The court holds another content under this id ({code}). It is kept here; a technician must look.",
    ),
    "RequestRefused": (
        "法院的系统不接受这次请求（{status} {code}）。材料保存在本机，需要技术人员处理。",
        "The court refuses the request ({status} {code}). It is kept here; a technician must look.",
    ),
    "AcknowledgementInvalid": (
        "法院回执的签名没有通过验证（{why}），不能当作已收到。材料保存在本机。",
        "The acknowledgement does not verify ({why}) and does not count. The filing is kept here.",
    ),
    "DossierMissing": (
        "本机封存的材料包 {path} 不见了，需要技术人员处理。",
        "The sealed dossier {path} is gone from this kiosk; a technician must look.",
    ),
    "DossierDamaged": (
        "本机封存的材料包 {path} 和封存时不一样，没有发送，需要技术人员处理。",
        "The dossier {path} is not the one that was queued and is not sent; a technician must look.",
    ),
    "SealedFileUnreadable": (
        "本机的材料包 {path} 读不了，需要技术人员处理。",
        "The sealed file {path} cannot be read; a technician must look.",
    ),
    "CaFileUnusable": (
        "证书文件 {path} 用不了。请检查设置 court_ca。",
        "The certificate file {path} cannot be used. Check the setting court_ca.",
    ),
    "NotACourtUrl": (
        "“{url}”不是法院的网址。请写 https:// 开头的地址。",
        "“{url}” is no address of a court. It begins with https://.",
    ),
    "RetryableFault": (
        "这次没有送到，稍后会自动再送；材料保存在本机。",
        "It was not delivered this time and will be sent again; the filing is kept here.",
    ),
    "TerminalFault": (
        "法院的系统没有接收，已停止发送。材料保存在本机，需要技术人员处理。",
        "The court's system does not take it as it is. It is kept here; a technician must look.",
    ),
    "TokenInvalid": ("请求的凭证不对：{why}", "The request's token is not valid: {why}"),
    "TokenTimeWrong": (
        "时间相差{off_by_s}秒，凭证现在无效。请校准时间。",
        "The clocks differ by {off_by_s} s, so the token is not valid now. Set the clock.",
    ),
    "NotASigningKey": ("这不是签名密钥：{why}", "This is no signing key: {why}"),
    "SignatureDoesNotVerify": ("{what}的签名没有通过验证。", "The signature of {what} does not verify."),
    "DatabaseUnusable": (
        "接收端的数据库 {path} 打不开。请检查磁盘和权限。",
        "The gateway's database {path} cannot be opened. Check the disk and its permissions.",
    ),
    "KeyFileUnusable": (
        "接收端的密钥文件 {path} 损坏或读不了。请从备份放回；程序不会另建。",
        "The gateway's key file {path} is damaged or unreadable. Put it back from a backup.",
    ),
    "CertificateUnusable": (
        "接收端的证书 {certificate} 或它的密钥文件用不了。请检查这两个文件。",
        "The gateway's certificate {certificate} or its key file cannot be used. Check both files.",
    ),
    "GatewayStopped": ("接收端 {url} 还没应答就停了。", "The gateway {url} ended before it could answer."),
    "PortTaken": (
        "{host}:{port} 用不了（{errno}），可能已被占用。请换一个端口。",
        "{host}:{port} cannot be listened on ({errno}); it may be taken. Use another port.",
    ),
    "OutputNotEmpty": (
        "目录 {path} 里已有东西。请换一个空目录。",
        "The folder {path} is not empty. Please name an empty one.",
    ),
    "AnswerUnusable": (
        "{path} 里的 {key} 用不了：{problem}",
        "{key} in {path} cannot be used: {problem}",
    ),
    "AnswersOfAnotherCase": (
        "{path} 里是“{form}”的回答，不是“{case}”的。请换文件，或者用 --case {form}。",
        "{path} holds answers to “{form}”, not to “{case}”. Name another file, or --case {form}.",
    ),
    "NotAgreed": (
        "给出的回答没有同意在线办理或使用身份信息，所以什么都没有读取。",
        "The answers withhold the consent to file here or to use the card, so nothing was read.",
    ),
    "NoDemonstration": (
        "目录 {path} 里没有可以接着送的演示。",
        "The folder {path} holds no demonstration to deliver.",
    ),
}
