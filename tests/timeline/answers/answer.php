<?php
// Answers an invitation as a calendar program built on sabre/vobject does (RFC 5546), to record what tests read:
//   php answer.php SABRE person@example.org ACCEPTED < request.ics > accepted.ics
// SABRE holds the libraries' sources: vobject/lib, xml/lib, uri/lib. With STATUS for the answer, and the files of the
// invitation and of what came after it, it tells how the event then stands in that person's calendar.
$root = $argv[1];
spl_autoload_register(function ($class) use ($root) {
    foreach (['Sabre\\VObject\\' => 'vobject', 'Sabre\\Xml\\' => 'xml', 'Sabre\\Uri\\' => 'uri'] as $space => $name) {
        if (str_starts_with($class, $space)) {
            require "$root/$name/lib/" . str_replace('\\', '/', substr($class, strlen($space))) . '.php';
        }
    }
});
use Sabre\VObject\ITip\Broker;
use Sabre\VObject\ITip\Message;
use Sabre\VObject\Reader;

function message(string $text): Message
{
    $found = new Message();
    $found->message = Reader::read($text);
    $problems = array_filter($found->message->validate(), fn ($one) => $one['level'] >= 2);
    foreach ($problems as $one) {
        fwrite(STDERR, $one['message'] . "\n");
    }
    $found->component = 'VEVENT';
    $found->method = (string) $found->message->METHOD;
    $found->uid = (string) $found->message->VEVENT->UID;
    $found->sequence = (int) (string) $found->message->VEVENT->SEQUENCE;
    return $found;
}

[$_, $_, $person, $answer] = $argv;
$broker = new Broker();
if ($answer === 'STATUS') {
    $held = null;
    foreach (array_slice($argv, 4) as $path) {
        $held = $broker->processMessage(message(file_get_contents($path)), $held);
    }
    echo $held->VEVENT->STATUS, ' ', $held->VEVENT->SEQUENCE, ' ', $held->VEVENT->DTSTART->getValue(), "\n";
    exit;
}
$held = $broker->processMessage(message(stream_get_contents(STDIN)));
$answered = clone $held;
foreach ($answered->VEVENT->ATTENDEE as $one) {
    if (strtolower((string) $one) === "mailto:$person") {
        $one['PARTSTAT'] = $answer;
    }
}
foreach ($broker->parseEvent($answered, "mailto:$person", $held) as $sent) {
    echo $sent->message->serialize();
}
