using Partner.Core.Errors;

namespace Partner.Server.Errors;

/// <summary>
/// The texts of <see cref="ClerkTexts"/>: English and Chinese side by side, so that they stay the same.
/// </summary>
internal static partial class ClerkTextTable
{
    /// <summary>A text for every reason.</summary>
    internal static readonly Dictionary<Reason, (string English, string Chinese)> Texts = new(OperatorTextTable.Texts)
    {
        [Reason.None] = (
            "Done: the card is topped up. Print the receipt and hand it to the customer.",
            "充值成功。请打印凭证并交给顾客。"),

        [Reason.InvalidRequest] = (
            "Some details are wrong and nothing was charged. Correct what is marked and send it again.",
            "填写有误，未扣款。请更正标出的内容后重新提交。"),
        [Reason.MalformedMessage] = (
            "The till sent something that cannot be read; nothing was charged. Tell your till's support.",
            "收银系统发送的数据无法识别，未扣款。请联系收银系统技术支持。"),
        [Reason.MessageTooLarge] = (
            "The till sent too much data; nothing was charged. Tell your till's support.",
            "收银系统发送的数据过大，未扣款。请联系收银系统技术支持。"),
        [Reason.PageTokenInvalid] = (
            "This list cannot be continued. Open it again from the start.",
            "列表无法继续翻页。请从头重新打开列表。"),
        [Reason.MethodUnknown] = (
            "This service does not offer that function; nothing was charged. Your till may need an update.",
            "本服务不提供该功能，未扣款。收银系统可能需要升级。"),

        [Reason.CertificateNotRegistered] = (
            "This till is not registered; nothing was charged. Ask your head office to register its certificate.",
            "本终端尚未登记，未扣款。请联系总部登记本终端的证书。"),
        [Reason.CertificateRevoked] = (
            "This till's certificate was revoked; nothing was charged. Ask your head office for a new one.",
            "本终端的证书已被吊销，未扣款。请联系总部更换证书。"),
        [Reason.PartnerSuspended] = (
            "Your company's account is suspended, so nothing can be sold now. Tell your head office; do not take the "
            + "customer's money.",
            "贵公司账户已被暂停，暂时不能销售。请通知总部，先不要收顾客的钱。"),
        [Reason.PermissionMissing] = (
            "This till may not do that; nothing was charged. Ask your head office for the permission.",
            "本终端没有此项权限，未扣款。请向总部申请权限。"),
        [Reason.OutletMismatch] = (
            "This till belongs to another outlet than the one given; nothing was charged. Correct the outlet.",
            "本终端所属网点与填写的网点不符，未扣款。请更正网点。"),
        [Reason.CertificateExpired] = (
            "This till's certificate has expired; nothing was charged. Ask your head office for a new one.",
            "本终端的证书已过期，未扣款。请联系总部更换证书。"),

        [Reason.RequestIdConflict] = (
            "This sale's number was used for another sale; nothing more was charged. Look that sale up, then start "
            + "this one anew.",
            "该销售编号已用于另一笔交易，没有再次扣款。请先查询那笔交易，再重新开始本次销售。"),
        [Reason.DuplicateSuspected] = (
            "This card got the same top-up a few minutes ago; nothing was charged now. Ask the customer: only if a "
            + "second one is wanted, confirm it.",
            "该卡几分钟前刚办理过同样的充值，本次未扣款。请向顾客核实，确需再充一次时再确认提交。"),

        [Reason.PlanNotFound] = (
            "This product is not on sale; nothing was charged. Offer the customer another one from the list.",
            "该套餐未在售，未扣款。请从列表中为顾客另选套餐。"),
        [Reason.PlanCardMismatch] = (
            "This product does not fit the customer's kind of card; nothing was charged. Choose one that does.",
            "该套餐不适用于顾客的卡种，未扣款。请选择适用的套餐。"),
        [Reason.CardUnknown] = (
            "There is no such card; nothing was charged. Check the number together with the customer.",
            "查无此卡，未扣款。请与顾客核对卡号。"),
        [Reason.AmountNotAllowed] = (
            "This amount is not sold; nothing was charged. Choose one of the amounts on offer.",
            "不支持该面额，未扣款。请选择在售的面额。"),
        [Reason.CurrencyNotSupported] = (
            "Your company has no balance in this product's currency; nothing was charged. Tell your head office.",
            "贵公司没有该套餐所用币种的预存款，未扣款。请通知总部。"),

        [Reason.QuoteNotFound] = (
            "The quoted price cannot be found; nothing was charged. Ask for the price again.",
            "找不到该报价，未扣款。请重新询价。"),
        [Reason.QuoteExpired] = (
            "The quoted price is no longer valid; nothing was charged. Ask for the price again and tell the customer.",
            "报价已过期，未扣款。请重新询价并告知顾客。"),
        [Reason.QuoteUsed] = (
            "The quoted price already paid for another sale; nothing more was charged. Ask for a new price.",
            "该报价已用于另一笔交易，没有再次扣款。请重新询价。"),
        [Reason.QuoteMismatch] = (
            "The sale differs from what was quoted; nothing was charged. Ask for the price again.",
            "本次销售与报价内容不一致，未扣款。请重新询价。"),
        [Reason.MaxDebitExceeded] = (
            "The price is higher than expected; nothing was charged. Ask for the price again and tell the customer.",
            "价格高于预期，未扣款。请重新询价并告知顾客。"),

        [Reason.InsufficientFloat] = (
            "Your company's balance is too low; nothing was charged. Tell your head office to pay in, and give the "
            + "customer the money back if you took it.",
            "贵公司预存款余额不足，未扣款。请通知总部充值；如已收款，请退还顾客。"),

        [Reason.IssuerUnavailable] = (
            "The card system does not answer; nothing was charged. Try the same sale again in a moment.",
            "发卡方系统暂无响应，未扣款。请稍后重试同一笔交易。"),
        [Reason.AwaitingIssuer] = (
            "On its way. Do not sell it again and do not refund: it finishes by itself, most often within minutes. "
            + "Not arrived after 30 minutes: call support.",
            "处理中。请勿重复充值，也不要退款，系统会自动完成，通常几分钟内到账。超过 30 分钟未到账请联系客服。"),
        [Reason.CardBlocked] = (
            "The card is blocked; nothing was charged. Refund the customer, who should contact the card's service.",
            "该卡已被锁定，未扣款。请退款给顾客，并请顾客联系发卡方客服。"),
        [Reason.ProductNotAccepted] = (
            "The card does not take this product; nothing was charged. Offer another one, or refund the customer.",
            "该卡不能办理此套餐，未扣款。请另选套餐，或退款给顾客。"),
        [Reason.CardExpired] = (
            "The card expired too long ago to be renewed; nothing was charged. Refund the customer and offer a new "
            + "card.",
            "该卡过期已久，无法续费，未扣款。请退款给顾客，可推荐办理新卡。"),
        [Reason.IssuerDeclined] = (
            "The card system refused the top-up; nothing was charged. Refund the customer.",
            "发卡方拒绝了本次充值，未扣款。请退款给顾客。"),
        [Reason.WithdrawnAtIssuer] = (
            "The card system did not confirm in time, and the top-up was called off for good; the money is back. "
            + "Refund the customer, or sell it anew.",
            "发卡方未及时确认，本次充值已彻底撤销，款项已退回。请退款给顾客，或重新办理一笔。"),
        [Reason.BalanceAlreadyUsed] = (
            "This cannot be taken back: the customer has used some of it already. Do not refund.",
            "顾客已使用部分额度，无法撤回。请勿退款。"),
        [Reason.ResolvedByOperator] = (
            "The operator settled this by hand. Go by the state shown: succeeded, print the receipt; failed, refund "
            + "the customer.",
            "运营方已人工处理。请以显示的状态为准：成功则打印凭证，失败则退款给顾客。"),
        [Reason.CancelledByPartner] = (
            "Cancelled before it was sent; the money is back. Refund the customer.",
            "已在发送前取消，款项已退回。请退款给顾客。"),

        [Reason.TopUpNotFound] = (
            "There is no such top-up. Check the number.",
            "查无此充值记录。请核对编号。"),
        [Reason.TooLateToCancel] = (
            "Too late to cancel: it may have reached the card. Look at its state, and refund only when that says so.",
            "已来不及取消，充值可能已发往发卡方。请查看其状态，仅在状态允许时退款。"),
        [Reason.TopUpNotReversible] = (
            "Only a top-up that succeeded can be taken back. Look at its state first.",
            "只有成功的充值才能撤回。请先查看其状态。"),
        [Reason.ReversalWindowClosed] = (
            "This top-up can no longer be taken back. Do not refund; the customer may contact the card's service.",
            "该充值已不能撤回。请勿退款，顾客可联系发卡方客服。"),
        [Reason.ReversalExists] = (
            "This top-up is being taken back already, or was. Look that reversal up and do not refund twice.",
            "该充值正在撤回或已经撤回。请查询该撤回记录，切勿重复退款。"),
        [Reason.ReversalNotFound] = (
            "There is no such reversal. Check the number.",
            "查无此撤回记录。请核对编号。"),

        [Reason.ServiceUnavailable] = (
            "The service is interrupted. Send the very same sale again in a moment; it is never charged twice.",
            "服务暂时中断。请稍后重新提交同一笔交易，不会重复扣款。"),
        [Reason.Internal] = (
            "Something went wrong here. Send the very same sale again; it is never charged twice. If it stays so, call "
            + "support and give the incident number.",
            "系统出现异常。请重新提交同一笔交易，不会重复扣款。若仍不成功，请联系客服并提供事件编号。"),
        [Reason.CallEnded] = (
            "The answer did not come in time. Send the very same sale again to learn what became of it; it is never "
            + "charged twice.",
            "未能及时收到结果。请重新提交同一笔交易以查询结果，不会重复扣款。"),
        [Reason.Overloaded] = (
            "The service is very busy. Nothing was charged. Send the very same sale again in a moment.",
            "系统繁忙，未扣款。请稍后重新提交同一笔交易。"),

        [Reason.PromotionExhausted] = (
            "The offer in this quote has just been used up. Nothing was charged. Ask for the price again and tell the "
            + "customer before you sell.",
            "报价中的优惠刚刚用完，未扣款。请重新询价，并在销售前告知顾客。"),
        [Reason.CouponNotValid] = (
            "This coupon is not valid for this sale. Nothing was charged. Check the code, or sell without it.",
            "该优惠码不适用于本次交易，未扣款。请核对优惠码，或不使用优惠码销售。"),
        [Reason.FxRateMissing] = (
            "This plan cannot be paid from your company's balance: there is no exchange rate. Nothing was charged. "
            + "Call support.",
            "缺少汇率，无法用贵司预存款支付该套餐，未扣款。请联系客服。"),
        [Reason.FxRateStale] = (
            "The exchange rate for this plan is out of date. Nothing was charged. Try again later, or call support.",
            "该套餐的汇率已过期，未扣款。请稍后再试或联系客服。"),
        [Reason.SettlementNotFound] = (
            "There is no such settlement. Check the number.",
            "查无此结算单。请核对编号。"),
        [Reason.PeriodNotOver] = (
            "This month cannot be settled yet: it is not over, or an earlier month is not settled.",
            "该月份尚不能结算：当月未结束，或之前月份未结算。"),
        [Reason.RequestAbandoned] = (
            "This sale was given up before, and is never made. Nothing was charged. Start a new sale.",
            "该笔交易此前已放弃，不会再执行，未扣款。请重新发起交易。"),
        [Reason.CardLimitReached] = (
            "This card has had this plan as often as it may for now. Nothing was charged. Choose another plan.",
            "该卡在规定期限内办理此套餐的次数已达上限，未扣款。请选择其他套餐。"),
        [Reason.ReceiptNotDue] = (
            "There is no receipt: the top-up has not arrived. Nothing was printed. While it is on its way, try later.",
            "尚无凭证：该笔充值未到账，未打印。如仍在处理中，请稍后再试。"),
        [Reason.RefundExcluded] = (
            "This product is never refunded once it has arrived. Do not refund.",
            "该套餐到账后概不退款。请勿退款。"),
        [Reason.RefundNothingLeft] = (
            "Nothing is left to refund: it was used, or its days are over. Do not refund.",
            "已无可退部分：已使用，或有效天数已用完。请勿退款。"),
        [Reason.RefundChanged] = (
            "The refund is no longer the one shown; nothing was refunded. Ask for it again, and tell the customer "
            + "before you confirm.",
            "可退金额已变化，尚未退款。请重新查询退款金额，告知顾客后再确认。"),
        [Reason.CaseOpen] = (
            "An earlier top-up of this kind to this card was reported as not arrived and is being looked into; nothing "
            + "was charged now. Wait for the result: only if the customer wants a second one anyway, confirm it.",
            "该卡此前同样的充值已报未到账，正在核查，本次未扣款。请等待核查结果；顾客确需再充一次时再确认提交。"),
        [Reason.CaseNotFound] = (
            "This top-up was not reported as not arrived. If the customer says so, report it.",
            "该笔充值没有未到账记录。如顾客反映未到账，请先登记。"),
        [Reason.AutoRenewalNotFound] = (
            "There is no such auto-renewal. Check its name, or look for it by the card.",
            "没有该自动续费。请核对名称，或按卡号查询。"),
        [Reason.AutoRenewalNotAllowed] = (
            "This plan cannot be renewed automatically for this card; nothing was set up. Choose another plan, or "
            + "renew it by hand.",
            "该卡的此套餐不支持自动续费，未办理。请选择其他套餐，或手动续费。"),
        [Reason.AutoRenewalExists] = (
            "This card is renewed automatically with this plan already; nothing was set up again.",
            "该卡已开通此套餐的自动续费，未重复办理。"),
        [Reason.AutoRenewalOver] = (
            "This auto-renewal is over and cannot be changed. Set up a new one if the customer wants it.",
            "该自动续费已结束，无法更改。如顾客需要，请重新办理。"),
        [Reason.IdCheckRequired] = (
            "This sale needs the customer's identity document; nothing was charged. Check it, enter its type and its "
            + "last four characters, and send the sale again.",
            "本次销售须核验顾客证件，未扣款。请核验后填写证件类型和号码后四位，再重新提交。"),
        [Reason.IdCheckUnavailable] = (
            "This sale needs an identity check, which cannot be kept here at the moment; nothing was charged. Do not "
            + "take the customer's money, and tell your head office.",
            "本次销售须核验顾客证件，但系统暂时无法保存核验记录，未扣款。请先不要收顾客的钱，并通知总部。"),
        [Reason.IdCheckMismatch] = (
            "This is not the identity document that was shown for this card before; nothing was changed. Check the "
            + "document once more, or ask the customer for the one of the first purchase.",
            "证件与该卡此前核验的不符，未做任何更改。请重新核对证件，或请顾客出示首次购买时的证件。"),
        [Reason.IdCheckLocked] = (
            "Other documents were shown for this card too often; nothing was changed. Try again tomorrow, or tell your "
            + "head office.",
            "该卡证件核验不符次数过多，未做任何更改。请明天再试，或通知总部。"),
        [Reason.EsimNotOffered] = (
            "This kind of card is no eSIM: there is nothing to install. The customer keeps the card that is in the "
            + "device.",
            "该类卡不是 eSIM，无需安装。顾客继续使用设备中的卡即可。"),
        [Reason.EsimReissueLimitReached] = (
            "This eSIM was moved to another device as often as it may be for now; nothing was changed. Tell the "
            + "customer from when it is possible again.",
            "该 eSIM 更换设备的次数已达上限，未做任何更改。请告知顾客何时可再次办理。"),
        [Reason.EsimReissueUnderWay] = (
            "A new code for this eSIM is being made already; nothing was changed. Wait for its result, do not ask for "
            + "another one.",
            "该 eSIM 正在换发安装码，未重复办理。请等待结果，不要再次申请。"),
        [Reason.EsimReissueNotFound] = (
            "There is no such change of device. Check its name or request number.",
            "没有该换机记录。请核对名称或请求号。"),
        [Reason.EsimCardNotFound] = (
            "Nothing was sold to such a card here. Check the card's number; otherwise the customer has to go where it "
            + "was bought.",
            "本处没有向该卡销售过套餐。请核对卡号，否则请顾客到购买处办理。"),
        [Reason.CertificateRequestInvalid] = (
            "This is no request for a certificate that is signed with its own new key. Make a new key and request.",
            "证书申请无效：须用新密钥签署。请重新生成密钥和申请。"),
        [Reason.CertificateKeyTooWeak] = (
            "The key is too weak. Make one of ECDSA P-256, or of RSA with 3072 bits or more.",
            "密钥强度不足。请使用 ECDSA P-256 或 3072 位以上的 RSA 密钥。"),
        [Reason.CertificateScopeTooWide] = (
            "A certificate can hand out only what it has itself. Ask your head office, whose certificate has more.",
            "不能授予超出本证书的范围或权限。请由总部的证书办理。"),
        [Reason.EnrollmentCodeInvalid] = (
            "This enrollment code cannot be used. Check what was typed, or ask your head office for a new one.",
            "该注册码无法使用。请核对输入，或向总部申请新的注册码。"),
        [Reason.CertificateNotFound] = (
            "There is no such certificate.", "没有此证书。"),
        [Reason.SigningUnavailable] = (
            "Certificates are not issued here. Ask the operator where to get one.",
            "此处不签发证书。请向运营方咨询办理方式。"),
        [Reason.TerminalMismatch] = (
            "This certificate belongs to another terminal than the one given; nothing was charged. Correct the "
            + "terminal.",
            "本证书所属终端与填写的终端不符，未扣款。请更正终端。"),
        [Reason.EnrollmentLocked] = (
            "Too many wrong enrollment codes. Wait a while, then check what was typed.",
            "注册码错误次数过多。请稍后再试，并核对输入。"),
        [Reason.CertificateLimitReached] = (
            "There are as many certificates as there may be. Revoke those that are not used any more.",
            "证书数量已达上限。请先吊销不再使用的证书。"),
        [Reason.EnrollmentCodeLimitReached] = (
            "There are as many open enrollment codes as there may be. Revoke those that are not needed.",
            "未使用的注册码数量已达上限。请先作废不需要的注册码。"),
        [Reason.EnrollmentCodeNotFound] = (
            "There is no such enrollment code.", "没有此注册码。"),
        [Reason.OutletNotActive] = (
            "This outlet is suspended or closed: nothing was sold or refunded. Tell your head office.",
            "该网点已停用或关闭，未办理任何销售或退款。请通知总部。"),
        [Reason.TerminalNotActive] = (
            "This terminal is suspended or closed: nothing was sold or refunded. Use another one, or tell your head "
            + "office.",
            "该终端已停用或关闭，未办理任何销售或退款。请改用其他终端或通知总部。"),
        [Reason.CashierNotActive] = (
            "This cashier is suspended or closed: nothing was sold or refunded. Sign in as yourself, or tell your head "
            + "office.",
            "该收银员已停用或注销，未办理任何销售或退款。请以本人身份登录或通知总部。"),
        [Reason.OutletNotFound] = (
            "This outlet is not registered; nothing was done. Check its number, or have your head office register it.",
            "该网点未登记，未做任何操作。请核对网点编号，或请总部登记。"),
        [Reason.TerminalNotFound] = (
            "This terminal is not registered at the outlet; nothing was done. Check its number, or have it registered.",
            "该终端未在本网点登记，未做任何操作。请核对终端编号，或申请登记。"),
        [Reason.CashierNotFound] = (
            "This cashier is not registered at the outlet; nothing was done. Check the number, or have it registered.",
            "该收银员未在本网点登记，未做任何操作。请核对收银员编号，或申请登记。"),
        [Reason.ShiftNotFound] = (
            "There is no such shift. Check outlet, terminal and number.",
            "没有该班次。请核对网点、终端和班次号。"),
        [Reason.BusinessDayClosed] = (
            "This terminal's day is closed already; nothing was done. Use the next business day.",
            "该终端当日已日结，未做任何操作。请使用下一个营业日。"),
        [Reason.ReferenceExists] = (
            "There is one with this number already, or one that looks the same; nothing was changed.",
            "该编号已存在，或与已有编号外观相同，未做任何更改。"),
        [Reason.ReferenceClosed] = (
            "It is closed for good and cannot be changed or used again. Register a new one.",
            "已永久关闭，不能更改或再次启用。请另行登记。"),
        [Reason.ChildNotFound] = (
            "There is no such partner beneath yours. Check the name.",
            "没有该下级合作伙伴。请核对名称。"),

        [Reason.RateLimited] = (
            "Too many calls within a moment. Nothing was charged. Send the very same sale again shortly.",
            "请求过于频繁，未扣款。请稍后重新提交同一笔交易。"),
        [Reason.LimitExceeded] = (
            "This sale is above a limit that your company or the operator has set. Nothing was charged. Sell a smaller "
            + "amount, wait until the limit begins anew, or ask your company.",
            "本次交易超出贵司或运营方设定的限额，未扣款。请减少金额、待限额重新计算后再办理，或联系贵司。"),
        [Reason.CardLookupsLocked] = (
            "Too many unknown or refused cards were entered here. Cards cannot be looked up for a while; wait, and "
            + "check each card number.",
            "此处输入的无效或被拒卡号过多，暂时无法查询。请稍候再试，并仔细核对卡号。"),
        [Reason.LimitNotFound] = (
            "Your company has set no such limit.",
            "贵司未设定该限额。"),
        [Reason.LimitTooWide] = (
            "The operator's limit is tighter than this one. Choose a lower value.",
            "运营方的限额更严格。请设定更低的数值。"),
        [Reason.LimitsFull] = (
            "Your company has set as many limits as it may. Remove some first, or set one for all of a kind.",
            "贵司设定的限额数量已达上限。请先删除部分限额，或对同类统一设定。"),
        [Reason.PartnerClosed] = (
            "This company's account is closed for good. Nothing was changed, and nothing can be sold. Do not take the "
            + "customer's money.",
            "该公司账户已永久关闭，未做任何更改，无法销售。请勿收取顾客款项。"),
    };
}
