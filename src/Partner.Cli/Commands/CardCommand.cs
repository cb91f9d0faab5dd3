using System.CommandLine;
using Leb.Partner.V1;
using Partner.Cli.Hosting;
using Partner.Cli.Input;
using Partner.Cli.Output;
using Partner.Cli.Sessions;

namespace Partner.Cli.Commands;

/// <summary><c>card</c>: the live facts of a customer's card.</summary>
internal static class CardCommand
{
    public static Command Create(Scope scope)
    {
        var card = scope.Argument("CARD", "ICCID or +phone number", "ICCID 或 +电话号码");
        var place = new LookupPlaceOptions(scope);
        var command = new Command("card", scope.Pick("Looks a card up at the issuer", "向发卡方查询卡"))
        {
            card, place.Outlet, place.Terminal,
        };
        return scope.Runs(command, async (session, cancellationToken) =>
        {
            var request = new GetCardRequest
            {
                Card = CardText.Read(session.Parsed.GetRequiredValue(card)),
                Outlet = session.Parsed.GetValue(place.Outlet) ?? "",
                Terminal = session.Parsed.GetValue(place.Terminal) ?? "",
            };
            using var call = session.Connection.Cards.GetCardAsync(request, session.Call(cancellationToken));
            var answer = await call.ResponseAsync;
            session.Print(answer, () => Text(session, answer.Card));
            return ExitStatus.Done;
        });
    }

    private static string Text(Session session, Card card)
    {
        var words = new CardFields(session.Language, session.Host.Clock.LocalTimeZone);
        return new FieldList().AddRange(words.Of(card)).AddRange(words.Offers(card)).ToString();
    }
}
