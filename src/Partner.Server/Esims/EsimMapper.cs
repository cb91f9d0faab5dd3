using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Leb.Partner.V1;
using Partner.Core.Cards;
using Partner.Core.Errors;
using Partner.Core.Esims;
using Partner.Core.Projections;
using Partner.Server.Contract;
using Partner.Server.Errors;
using Partner.Server.Issuer.Wire;
using Wire = Leb.Partner.V1;

namespace Partner.Server.Esims;

/// <summary>Turns what is known of eSIMs into messages of the contract.</summary>
internal static class EsimMapper
{
    private static readonly TimeSpan CheckSoon = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CheckLater = TimeSpan.FromSeconds(10);

    /// <summary>How an eSIM is installed.</summary>
    public static Installation ToWire(this IssuerProfile profile, CardNumber card, Language language)
    {
        var code = profile.Code;
        var whole = code.Reveal();
        var message = new Installation
        {
            Card = card.ToWire(),
            ProfileState = (EsimProfileState)profile.State,
            Installable = profile.State == EsimProfile.Released,
            ActivationCode = whole,
            SmdpAddress = code.Address,
            MatchingId = code.MatchingId,
            SmdpOid = code.Oid ?? "",
            ConfirmationCodeRequired = code.NeedsConfirmation,
            QrPng = ByteString.CopyFrom(QrPng.Of(whole)),
            Text = TextOf(profile, language),
        };
        message.ManualEntries.AddRange(
        [
            Entry(DevicePlatform.Ios, language.Pick("SM-DP+ Address", "SM-DP+ 地址"), code.Address),
            Entry(DevicePlatform.Ios, language.Pick("Activation Code", "激活码"), code.MatchingId),
            Entry(DevicePlatform.Android, language.Pick("Activation code", "激活码"), whole),
        ]);
        return message;
    }

    /// <summary>A reissue.</summary>
    public static Wire.EsimReissue ToWire(this Core.Esims.EsimReissue reissue, Language language) => new()
    {
        Name = $"esimReissues/{reissue.Id}",
        RequestId = reissue.RequestId.Value,
        Card = reissue.Card.ToWire(),
        State = (EsimReissueState)reissue.State,
        Outcome = OutcomeOf(reissue, language),
        IdChecked = (IdDocumentType)reissue.IdCheck.Document,
        Outlet = reissue.Origin.Outlet,
        Terminal = reissue.Origin.Terminal,
        Cashier = reissue.Origin.Cashier,
        Comment = reissue.Origin.Comment,
        CreateTime = reissue.CreatedAt.ToWire(),
        FinalTime = reissue.FinalAt.ToWire(),
        InDoubtSince = reissue.InDoubtSince.ToWire(),
        IssuerReference = reissue.IssuerReference ?? "",
    };

    private static Outcome OutcomeOf(Core.Esims.EsimReissue reissue, Language language)
    {
        var facts = ReasonFacts.Of(reissue.Reason);
        var check = reissue.InDoubtSince is null ? CheckSoon : CheckLater;
        return new Outcome
        {
            Reason = (ErrorReason)reissue.Reason,
            MoneyMoved = Wire.MoneyMoved.No,
            RetrySafe = facts.RetrySafe,
            RetryWith = (Wire.RetryWith)facts.RetryWith,
            Fault = (Wire.Fault)facts.Fault,
            ClerkText = ClerkTexts.ForReissue(reissue.Reason, language),
            CheckAgainAfter = reissue.State == ReissueState.Processing ? Duration.FromTimeSpan(check) : null,
        };
    }

    private static ManualEntry Entry(DevicePlatform platform, string label, string value) =>
        new() { Platform = platform, Label = label, Value = value };

    private static string TextOf(IssuerProfile profile, Language language) => profile.State switch
    {
        EsimProfile.Released => language.Pick(
            "Let the customer scan the QR code with the device that shall have the eSIM, or type the fields by hand. "
            + "The code works once.",
            "请顾客用要安装 eSIM 的设备扫描二维码，或手动输入各项。安装码只能使用一次。")
            + (!profile.Code.NeedsConfirmation ? "" : language.Pick(
                " The device then asks for a confirmation code, which the customer has from the issuer.",
                "设备随后会要求输入确认码，该码由发卡方提供给顾客。")),
        EsimProfile.Deleted => language.Pick(
            "The eSIM was deleted from its device, and this code installs no more: change the device to get a new one.",
            "该 eSIM 已从设备删除，此码已失效。请办理换机以获取新码。"),
        EsimProfile.Disabled => language.Pick(
            "The operator switched this eSIM off: the customer should contact the card's service.",
            "该 eSIM 已被运营商停用，请顾客联系发卡方客服。"),
        _ => language.Pick(
            "The eSIM is on a device already, and this code installs no more. For another device, change the device.",
            "该 eSIM 已安装在设备上，此码已失效。如要换用其他设备，请办理换机。"),
    };
}
