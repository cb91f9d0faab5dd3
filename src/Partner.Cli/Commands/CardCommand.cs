using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;
using Partner.Contracts.Client;

namespace Partner.Cli.Commands;

/// <summary><c>card</c>: the live facts of a customer's card.</summary>
internal static class CardCommand
{
    public static Command Create(Scope scope)
    {
        var card = scope.Argument("CARD", "ICCID or +phone number", "ICCID 或 +电话号码");
        var command = new Command("card", scope.Pick("Looks a card up at the issuer", "向发卡方查询卡")) { card };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new GetCardRequest { Card = CardText.Read(session.Parsed.GetRequiredValue(card)) };
            using var call = session.Connection.Cards.GetCardAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session, answer.Card));
            return ExitStatus.Done;
        });
    }

    private static string Text(Session session, Card card)
    {
        var language = session.Language;
        var fields = new FieldList()
            .Add(language.Pick("Card", "卡"), CardText.Format(card.Card_))
            .Add(language.Pick("Card type", "卡类型"), EnumText.Of(card.CardType))
            .Add(language.Pick("Status", "状态"), EnumText.Of(card.Status))
            .Add(
                language.Pick("Valid until", "有效期至"),
                TimeText.Format(card.ValidUntil, session.Host.Clock.LocalTimeZone));
        if (card.HasRemainingDataBytes)
        {
            var data = card.RemainingDataBytes == 0 ? "0" : PlansCommand.Data(card.RemainingDataBytes);
            fields.Add(language.Pick("Data left", "剩余流量"), data);
        }

        var plans = card.Plans.Count == 0 ? language.Pick("none", "无") : string.Join(", ", card.Plans);
        return fields.Add(language.Pick("Plans", "可用套餐"), plans).ToString();
    }
}
